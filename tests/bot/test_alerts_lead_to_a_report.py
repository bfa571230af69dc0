"""Whoever is alarmed by what they read can say *Report compromised* right there."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from bot.blocks import as_json
from bot.incidents.buttons import REPORT, parse_report
from bot.notices import WORDS, message
from core.evidence import Caller, Usage
from core.integration import Integration
from core.notices import Kind, Notice
from tests.bot.sights import a_count
from tests.core.examples import DAY, NOW, an_integration, current, dead, retiring

BACKUP, CHANNEL, OWNER = "U-BOB", "C0SECURIT", "U-OLIVE"
LATER = NOW + 200 * DAY
ENDS_AT = NOW + DAY
CURL = Caller("gateway-1", "203.0.113.0/24", "curl")
WORKING = an_integration(current(2))
LEFT = an_integration(current(2), owner=OWNER, backup_owner=BACKUP, gone_owner=OWNER, gone_at=NOW)
ENDING = an_integration(retiring(1, ends_at=ENDS_AT), current(2, confirmed_at=NOW - DAY))
ALERTS: Mapping[Kind, tuple[Integration, Mapping[str, str]]] = {
    Kind.OVERLAP_ENDING: (ENDING, {"token": "token-1", "ends_at": ENDS_AT.isoformat()}),
    Kind.IDLE: (WORKING, {"token": "token-2"}),
    Kind.ORPHANED: (LEFT, {}),
    Kind.TOKEN_REVOKED: (an_integration(dead(1)), {"by": "holder", "last_four": "0001"}),
    Kind.STILL_TRIED: (
        WORKING,
        {"token": "token-1", "version": "1", "ended_at": (NOW - DAY).isoformat()},
    ),
    Kind.LEAK_FOUND: (WORKING, {"token": "token-2", "source": "holder", "state": "open"}),
}
NO_ALERTS = {
    Kind.SHOW_TOKEN,
    Kind.STILL_UNCONFIRMED,
    Kind.NEVER_CONFIRMED,
    Kind.NEVER_COLLECTED,
    Kind.OVERLAP_ENDED,
    Kind.NOW_YOURS,
    Kind.TOKEN_SAVED,
}
"""How a rotation goes on."""


def offered_reports(kind: Kind, to: str) -> list[str]:
    """The integrations that can be reported from there."""
    integration, facts = ALERTS[kind]
    usage = Usage((a_count(1, CURL, timedelta(hours=1), refused=True),), gateways={"gateway-1": "edge-eu"})
    notice = Notice(kind=kind, to=to, integration_id=integration.id, facts=facts)
    said = message(integration, notice, LATER if kind is Kind.IDLE else NOW, usage)
    assert said is not None
    pressable = [each for block in as_json(said.blocks) for each in block.get("elements", [])]
    return [parse_report(each["value"])[0] for each in pressable if each.get("action_id") == REPORT]


@pytest.mark.parametrize("kind", ALERTS)
def test_every_alert_about_one_integration_can_be_turned_into_a_report(kind: Kind) -> None:
    assert offered_reports(kind, CHANNEL) == [ALERTS[kind][0].id]


def test_what_is_newly_said_unasked_is_an_alert_or_known_to_be_none() -> None:
    assert set(WORDS) - NO_ALERTS == ALERTS.keys()
