"""What became of incidents, read by people."""

from typing import Any

import pytest

from bot.views.record import sentence
from core.audit import SYSTEM, Event
from tests.bot.sights import an_entry

ADA = "<@U-ADA>"


@pytest.mark.parametrize(
    ("event", "details", "told"),
    [
        (Event.INCIDENT_OPEN, {"severity": "P1"}, f"{ADA} reported its compromise (P1)."),
        (Event.INCIDENT_CONTAIN, {}, f"{ADA} reported its compromise again."),
        (
            Event.INCIDENT_STEP,
            {"what": "claimed", "step": "source"},
            f"{ADA} says that it is done: “Stop the source”.",
        ),
        (
            Event.INCIDENT_STEP,
            {"what": "assigned", "step": "source", "to": ""},
            f"{ADA} assigned a step to nobody: “Stop the source”.",
        ),
        (
            Event.INCIDENT_STEP,
            {"what": "turned", "step": "quiet", "fact": "tried_again", "network": "192.0.2.0/24"},
            "It is open again: “See the old token dead”: the old token was tried (192.0.2.0/24).",
        ),
        (
            Event.INCIDENT_STEP,
            {"what": "evident", "step": "of a later version"},
            "It shows that it is done: a step.",
        ),
        (Event.INCIDENT_STEP, {"what": "of a later version", "step": "quiet"}, f"{ADA} changed “See the old"),
        (Event.INCIDENT_CHANGE, {"what": "severity", "value": "P1"}, "as P1."),
        (Event.INCIDENT_CHANGE, {"what": "lead", "to": "U-MAX"}, "to <@U-MAX>."),
        (Event.INCIDENT_CHANGE, {"what": "of a later version"}, f"{ADA} changed"),
        (Event.INCIDENT_NOTE, {"what": "update"}, f"{ADA} added an update to"),
        (Event.INCIDENT_CLOSE, {"reason": True}, "although it was not finished."),
        (Event.INTEGRATION_QUARANTINE, {}, f"{ADA} put it into quarantine"),
        (Event.INTEGRATION_LIFT, {}, f"{ADA} took it out of quarantine."),
    ],
)
def test_what_became_of_an_incident(event: Event, details: dict[str, Any], told: str) -> None:
    assert told in sentence(an_entry(event, details), it="it")


def test_what_gateways_say_is_escaped() -> None:
    details = {"what": "evident", "step": "quiet", "fact": "refused", "agent": "<!channel>"}
    assert "<!channel>" not in sentence(an_entry(Event.INCIDENT_STEP, details, actor=SYSTEM), it="it")


def test_what_opened_by_itself_is_not_said_to_be_a_compromise() -> None:
    opened = an_entry(Event.INCIDENT_OPEN, {"severity": "P4"}, actor=SYSTEM)
    assert sentence(opened) == "Latchkey opened an incident about *Billing* (P4)."
