"""The one message that carries a token: the token is in it once, it is sent once, and nobody logs it."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.blocks import as_json, prose
from bot.reply import reply
from bot.token_message import token_message
from core.overlap import Overlap
from core.ports import Shown
from core.secret import Secret
from sandbox import Sandbox
from sandbox.faults import Kind
from tests.core.examples import an_integration, current, offered
from tests.databases import Clock

IN_TIME = 5.0
PATIENCE = timedelta(milliseconds=300).total_seconds()


@pytest.fixture
async def slack(clock: Clock) -> AsyncIterator[Sandbox]:
    async with Sandbox(clock=clock) as running:
        yield running


def address(slack: Sandbox) -> str:
    return slack.world.response_urls.issue(slack.person("ada").id, "C0GENERAL")


def test_a_token_stands_in_its_message_once() -> None:
    """Ids and values of buttons come back with every press; metadata is read by others."""
    secret = Secret.mint("pit", lambda number: bytes(range(number)))
    new = offered(2)
    blocks = token_message(an_integration(current(1), new), new, secret)

    assert json.dumps(as_json(blocks)).count(secret.reveal()[4:]) == 1


def test_it_says_when_the_old_token_ends_also_for_those_who_only_use_the_new_one() -> None:
    new = offered(2, overlap=Overlap.AT_ONCE)
    secret = Secret.mint("pit", lambda number: bytes(range(number)))
    blocks = json.dumps(as_json(token_message(an_integration(current(1), new), new, secret)))

    assert "ends when you press *I saved it*, or 1 hour after the new one is first used." in blocks


def test_what_people_noted_is_in_it_to_the_letter() -> None:
    noted = an_integration(current(1), offered(2), storage_note="<!here> <https://evil.example|vault>")
    secret = Secret.mint("pit", lambda number: bytes(range(number)))
    blocks = json.dumps(as_json(token_message(noted, offered(2), secret)))

    assert "&lt;!here&gt;" in blocks
    assert "<!here>" not in blocks


WHAT_IS_KNOWN: dict[Kind, Shown] = {
    "refuse": Shown.REFUSED,
    "ratelimit": Shown.REFUSED,
    "http_500": Shown.UNKNOWN,
    "http_503": Shown.UNKNOWN,
    "timeout": Shown.UNKNOWN,
    "reset_before": Shown.UNKNOWN,
    "reset_after": Shown.UNKNOWN,
    "garbage": Shown.UNKNOWN,
    "lost": Shown.SHOWN,
}


@pytest.mark.parametrize(("kind", "known"), WHAT_IS_KNOWN.items())
async def test_only_a_definite_no_counts_as_not_shown_and_nothing_is_sent_again(
    slack: Sandbox, kind: Kind, known: Shown
) -> None:
    slack.faults.next("response_url", kind)
    timeout = PATIENCE if kind == "timeout" else IN_TIME

    assert await reply(address(slack), [prose("Once")], "Once", timeout=timeout) is known
    assert len(slack.calls) == 1


async def test_what_is_sent_is_logged_at_no_level(slack: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")

    assert await reply(address(slack), [prose("Hush-4c1d")], "Hush-4c1d", timeout=IN_TIME) is Shown.SHOWN

    assert "Hush-4c1d" in slack.person("ada").sees[0].all_text
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("uvicorn")]
    assert not [line for line in ours if "4c1d" in line or "/response/" in line]
