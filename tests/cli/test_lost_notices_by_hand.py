"""What could not be delivered is listed for the operator, who has it said again."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from core.audit import OPERATOR
from core.notices import Kind, Notice
from storage.database import Database
from tests.cli.commands import Latchkey, settings
from tests.cli.filled import Filled
from tests.storage.making import TENANT


async def _lose_two(database: Database) -> None:
    now = datetime.now(UTC)
    async with database.store.transaction(TENANT) as tx:
        for person in ("U1", "U2"):
            await tx.say(Notice(kind=Kind.NOW_YOURS, to=person, integration_id="i1"), not_before=now)
    for outgoing in await database.outbox.claim(now, lease=timedelta(minutes=1), limit=9):
        async with database.store.transaction(TENANT) as tx:
            await tx.dead_letters.bury(outgoing, now, "user_disabled")


@pytest.fixture
def lost(latchkey: Latchkey, filled: Filled) -> list[str]:
    """The ids of two notices that were given up."""
    filled.ask(_lose_two)
    ended = latchkey("reminders", "dead", "--json", **settings(filled.folder))
    return [each["id"] for each in json.loads(ended.out)]


async def _counts(database: Database) -> dict[str, int]:
    return await database.outbox.counts()


def test_they_are_listed_with_slacks_reason(latchkey: Latchkey, filled: Filled, lost: list[str]) -> None:
    table = latchkey("reminders", "dead", **settings(filled.folder))
    assert table.code == 0
    for said in (*lost, "now yours", "U1", "U2", "user_disabled", "latchkey reminders retry"):
        assert said in table.out


def test_one_is_said_again_by_its_id_and_a_wrong_id_is_named(
    latchkey: Latchkey, filled: Filled, lost: list[str]
) -> None:
    ended = latchkey("reminders", "retry", lost[0], "nonsense", **settings(filled.folder))
    assert (ended.code, ended.out) == (1, "On the way again: 1.\n")
    assert "nonsense" in ended.err
    assert lost[0] not in ended.err
    assert filled.ask(_counts) == {"waiting": 1, "delivered": 0, "buried": 1}


def test_all_are_said_again_and_it_is_on_record(latchkey: Latchkey, filled: Filled, lost: list[str]) -> None:
    assert latchkey("reminders", "retry", "--all", **settings(filled.folder)).code == 0
    assert filled.ask(_counts) == {"waiting": 2, "delivered": 0, "buried": 0}
    assert latchkey("reminders", "dead", **settings(filled.folder)).out == "Nothing was given up.\n"

    async def record(database: Database) -> list[tuple[str, str, object]]:
        return [(e.event, e.actor, e.details.get("notices")) async for e in database.audit.entries(TENANT)]

    assert filled.ask(record)[-1] == ("notices:retry", OPERATOR, 2)


@pytest.mark.parametrize("words", [(), ("some-id", "--all")])
def test_it_has_to_be_said_which(latchkey: Latchkey, filled: Filled, words: tuple[str, ...]) -> None:
    ended = latchkey("reminders", "retry", *words, **settings(filled.folder))
    assert ended.code == 2
    assert "Give at least one ID, or --all" in ended.err
