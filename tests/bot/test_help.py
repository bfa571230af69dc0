"""Help, the guide, and what is said to those who mistype."""

import pytest

from bot.verbs import VERBS
from bot.views.guide import PAGES
from tests.bot.fleets import reads
from tests.office import Office, everything


async def test_help_lists_every_verb_for_nobody_else_to_see(sqlite_office: Office) -> None:
    mia = sqlite_office.mia
    await mia.types("/integrations help")
    await mia.waits_until(lambda: mia.sees)
    (message,) = mia.sees
    assert message.ephemeral
    assert mia.modal is None
    for verb in VERBS.values():
        line = f"`{' '.join(filter(None, ['/integrations', verb.word, verb.usage]))}`"
        assert line in message.all_text
        assert f"{verb.summary}." in message.all_text
        assert line in message.text, "a screen reader gets all of it"
    assert "`/compromised --drill` touches nothing real" in message.all_text
    assert "`/compromised --drill` touches nothing real" in message.text


async def test_help_opens_the_guide_and_its_pages_turn_both_ways(sqlite_office: Office) -> None:
    mia = sqlite_office.mia
    await mia.types("/integrations help")
    await mia.waits_until(lambda: mia.sees)
    await mia.clicks("Open the guide")
    for number, page in enumerate(PAGES, start=1):
        await reads(mia, f"Page {number} of {len(PAGES)}")
        assert page.title in everything(mia)
        if number < len(PAGES):
            await mia.clicks("Next")
    assert mia.modal is not None
    assert mia.modal.buttons == ["Back"]
    await mia.clicks("Back")
    await reads(mia, f"Page {len(PAGES) - 1} of {len(PAGES)}")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("rotaet Billing", "“rotaet” is not something I can do. Did you mean `/integrations rotate`?"),
        ("LIST", "No integrations yet"),
        ("<!channel>", "“channel” is not something I can do."),
        ("🙈", "That is not something I can do. `/integrations help` lists everything."),
    ],
)
async def test_whatever_is_typed_gets_an_answer(sqlite_office: Office, typed: str, answer: str) -> None:
    ada = sqlite_office.ada
    await ada.types(f"/integrations {typed}")
    await ada.waits_until(lambda: answer in everything(ada))
