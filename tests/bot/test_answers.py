"""Slack hears at once that a press arrived; a person always hears what came of it."""

import pytest

from bot.answer import answered
from bot.asked import Asked
from bot.commands import typed
from bot.desk import Desk
from bot.listeners import Listener, opens, pressed
from bot.screens import Screen
from core.refusals import SwitchedOff
from tests.office import Office


class Diary:
    """What happened, in order."""

    def __init__(self) -> None:
        self.entries: list[str] = []

    async def press(self, _desk: Desk, _asked: Asked) -> None:
        self.entries.append("done")

    async def draw(self, _desk: Desk, _asked: Asked, _screen: Screen) -> None:
        self.entries.append("done")

    async def say(self, words: str) -> None:
        self.entries.append(words)


class Acknowledgement:
    def __init__(self, office: Office, diary: Diary) -> None:
        self._office, self._diary = office, diary
        self._calls = len(office.slack.calls)

    async def __call__(self, *_: object, **__: object) -> None:
        asked_slack_before = len(self._office.slack.calls) > self._calls
        self._diary.entries.append("acknowledged late" if asked_slack_before else "acknowledged")


@pytest.mark.parametrize("way", ["press", "screen", "command"])
async def test_what_arrived_is_acknowledged_before_anything_else(sqlite_office: Office, way: str) -> None:
    slack, diary = sqlite_office.product.slack, Diary()
    assert slack is not None
    listen: dict[str, Listener] = {
        "press": pressed(slack.desk, diary.press),
        "screen": opens(slack.desk, "Title", diary.draw),
        "command": typed(slack.desk, {}, "list", diary.draw),
    }
    user = sqlite_office.ada.id
    body = {"user": {"id": user}, "user_id": user, "trigger_id": "1.2.3", "text": "nonsense"}
    await listen[way](ack=Acknowledgement(sqlite_office, diary), body=body)

    assert diary.entries[0] == "acknowledged"


async def test_what_somebody_typed_comes_back_as_letters(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    await ada.types("/integrations rotate <!channel> <https://evil.example|click>")
    await ada.waits_until(lambda: ada.modal and "no integration called" in ada.modal.all_text)

    assert ada.modal is not None
    (words,) = [block["text"] for block in ada.modal.blocks]
    assert "<" not in words["text"]
    assert words["verbatim"] is True, "nothing becomes a link by itself"


async def _refuses() -> None:
    raise SwitchedOff


async def _breaks() -> None:
    raise ValueError("inside-4c1d")


async def test_a_refusal_is_said_in_its_own_words() -> None:
    diary = Diary()
    await answered(_refuses(), diary.say)

    assert diary.entries == [str(SwitchedOff())]


async def test_a_breakage_is_said_with_a_reference_and_nothing_from_inside() -> None:
    diary = Diary()
    await answered(_breaks(), diary.say)

    (said,) = diary.entries
    assert "it is our fault" in said
    assert "4c1d" not in said
    assert said.split("`")[1].isalnum()


async def test_what_cannot_even_be_said_escapes_nowhere() -> None:
    async def nobody_there(_words: str) -> None:
        raise ConnectionError("Slack is away")

    await answered(_breaks(), nobody_there)
    await answered(_refuses(), nobody_there)
