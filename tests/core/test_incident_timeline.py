"""What happened in an incident, in plain sentences."""

from dataclasses import replace
from typing import Any

import pytest

from core.audit import FIRST_LINK, HOLDER, OPERATOR, Entry, Event, by_gateway
from core.incidents.facts import WORDS, Fact
from core.incidents.timeline import sentence, timeline, who
from tests.core.examples import DAY, NOW
from tests.core.incident_ground import an_incident

NAMES = {"U-ADA": "Ada Admin", "U-MAX": "Max Manager"}


def an_entry(event: Event, actor: str = "U-ADA", **details: Any) -> Entry:
    return Entry(
        tenant="T-HOME",
        sequence=1,
        at=NOW,
        actor=actor,
        event=event,
        subject="integration-1",
        subject_name="Billing",
        details=details,
        key_id="key-1",
        link=FIRST_LINK,
    )


@pytest.mark.parametrize("event", list(Event))
def test_every_event_has_a_sentence_even_an_unknown_one(event: Event) -> None:
    told = sentence(an_entry(event, step="quiet", what="evident", fact="silent", version=2), NAMES)
    assert told.endswith(".")
    assert "None" not in told


@pytest.mark.parametrize(
    ("details", "told"),
    [
        ({"what": "claimed"}, "Ada Admin said that “Stop the source” is done."),
        ({"what": "unclaimed"}, "Ada Admin said that “Stop the source” is not done."),
        ({"what": "assigned", "to": "U-MAX"}, "Ada Admin assigned “Stop the source” to Max Manager."),
        ({"what": "of a later version"}, "Ada Admin changed “Stop the source”."),
        ({"what": "assigned", "to": ""}, "Ada Admin assigned “Stop the source” to nobody."),
        (
            {"what": "turned", "fact": "tried_again", "network": "198.51.100.0/24", "agent": "curl"},
            "“Stop the source” is open again: the old token was tried (198.51.100.0/24, curl).",
        ),
    ],
)
def test_what_became_of_a_step(details: dict[str, Any], told: str) -> None:
    assert sentence(an_entry(Event.INCIDENT_STEP, step="source", **details), NAMES) == told


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("lead", "Ada Admin handed the lead to Max Manager."),
        ("severity", "Ada Admin rated it P1."),
        ("source", "The message that showed the token was deleted."),
        ("of a later version", "Ada Admin changed the incident."),
    ],
)
def test_what_was_found_out(what: str, told: str) -> None:
    entry = an_entry(Event.INCIDENT_CHANGE, what=what, to="U-MAX", value="P1")
    assert sentence(entry, NAMES) == told


def test_who_acts_is_a_person_a_gateway_or_the_service() -> None:
    assert who(by_gateway("edge"), NAMES) == "The gateway edge"
    assert (who(OPERATOR, NAMES), who(HOLDER, {})) == ("An operator", "Somebody who holds the token")
    assert (who("U-ADA", NAMES), who("U-NEW", NAMES)) == ("Ada Admin", "U-NEW")


def test_what_belongs_to_another_incident_or_happened_before_is_left_out() -> None:
    entries = [
        an_entry(Event.INCIDENT_OPEN, incident="another", severity="P1", way="rotate"),
        replace(an_entry(Event.INTEGRATION_EDIT), at=NOW - DAY),
        replace(an_entry(Event.TOKEN_REVOKE, versions=""), sequence=3),
        replace(an_entry(Event.TOKEN_CONFIRM, actor="latchkey", version=2), sequence=2),
    ]
    assert [line.text for line in timeline(an_incident(), entries, NAMES)] == [
        "Token v2 was confirmed by its first use.",
        "Ada Admin killed every token (there was none left).",
    ]


def test_every_fact_can_be_the_end_of_a_sentence() -> None:
    assert set(WORDS) == set(Fact)
