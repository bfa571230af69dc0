"""Each kind of card says whose changes it shows."""

import pytest

from core.cards import FLEET, SUBJECTS
from core.notices import Kind, Notice
from core.reminders.items import Item, Part, digest, reminder
from tests.core.examples import NOW

ITEMS = [Item("i1", "t1", NOW, 7), Item("i2", "t2", NOW, 3)]


def a_notice(kind: Kind) -> Notice:
    if kind is Kind.REMINDER:
        return reminder(ITEMS[0], "U-ADA", Part.OWNER)
    if kind is Kind.REMINDER_DIGEST:
        return digest(ITEMS, "U-ADA", Part.OWNER)
    facts = {"incident": "incident-1"} if kind is Kind.INCIDENT else {}
    return Notice(kind=kind, to="U-ADA", integration_id="i1", facts=facts)


MORE_THAN_ITS_INTEGRATION = {
    Kind.REMINDER_DIGEST: {"i1", "i2"},
    Kind.BOARD: {FLEET},
    Kind.INCIDENT: {"i1", "incident-1"},
}


@pytest.mark.parametrize("kind", SUBJECTS)
def test_a_card_is_touched_by_what_it_shows(kind: Kind) -> None:
    assert SUBJECTS[kind](a_notice(kind)) == MORE_THAN_ITS_INTEGRATION.get(kind, {"i1"})
