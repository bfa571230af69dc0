"""What responders read first of an incident is true whoever, or whatever, noticed it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.incidents.card import card
from bot.incidents.notices import WORDS_OF
from bot.incidents.words import exposed, state_of
from core.audit import HOLDER, OPERATOR, SCANNER, SYSTEM
from core.incidents.incident import Incident
from core.incidents.kinds import Exposed, Exposure, Severity, Way
from core.incidents.steps import Mark, Step
from core.notices import Kind, Notice
from tests.core.examples import HOUR, NOW
from tests.core.incident_ground import an_incident

TRIED = "decoy planted at the wiki was tried by curl from 192.0.2.0/24, through edge-eu"
OWNER = Notice(kind=Kind.INCIDENT_OWNER, to="U-OLIVE", integration_id="integration-1")


def first_lines(incident: Incident) -> str:
    return "\n".join(card(incident, NOW).text.split("\n")[1:3])


def to_owner(incident: Incident) -> str:
    said = WORDS_OF[Kind.INCIDENT_OWNER](incident, OWNER, NOW)
    assert said is not None
    return said.text


def a_decoys() -> Incident:
    return an_incident(
        name="Decoy",
        scopes=frozenset(),
        severity=Severity.P4,
        way=Way.REVOKE,
        opened_by=SYSTEM,
        killed_by=SYSTEM,
        exposed=Exposed(where=TRIED),
    )


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("U-ADA", "<@U-ADA> reported"),
        (SYSTEM, "Latchkey noticed"),
        (SCANNER, "GitHub’s secret scanning reported"),
        (HOLDER, "Somebody who holds the token reported"),
        (OPERATOR, "The operator (command line) reported"),
    ],
)
def test_it_begins_with_who_noticed_it(by: str, said: str) -> None:
    incident = an_incident(opened_by=by)
    assert card(incident, NOW).text.split("\n")[1].startswith(said)
    assert f"{said} that a token of *Billing*, which is yours" in to_owner(incident)


@pytest.mark.parametrize("by", ["U-ADA", OPERATOR])
def test_a_person_who_killed_the_tokens_is_named(by: str) -> None:
    incident = an_incident(killed_by=by)
    assert "Every token was killed by " in first_lines(incident)


@pytest.mark.parametrize("by", [SYSTEM, SCANNER, HOLDER])
def test_nobody_is_named_where_they_were_killed_unasked(by: str) -> None:
    incident = an_incident(opened_by=by, killed_by=by)
    assert "Every token was killed <!date" in first_lines(incident)


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("U-ADA", "<@U-ADA> says so"),
        (OPERATOR, "The operator (command line) says so"),
        (SCANNER, "Latchkey did it"),
        (SYSTEM, "Latchkey did it"),
    ],
)
def test_who_contained_it_stands_at_that_step(by: str, said: str) -> None:
    mark = Mark(claimed_by=by, claimed_at=NOW)
    assert state_of(an_incident(marks={Step.CONTAIN: mark}), Step.CONTAIN).startswith(said)


def test_a_decoy_that_was_tried_is_no_token_in_wrong_hands() -> None:
    told = first_lines(a_decoys())
    assert told.startswith(":honey_pot: Somebody tried this decoy <!date")
    assert f"Seen: “{TRIED}”." in told
    assert "wrong hands" not in told
    assert to_owner(a_decoys()).startswith(":honey_pot: Somebody tried *Decoy*, which is a decoy of yours.")


def test_a_dead_token_that_was_tried_is_said_to_be_dead() -> None:
    late = replace(an_incident(opened_by=SYSTEM), killed_at=NOW - HOUR)
    assert "nothing that works was touched" in first_lines(late)


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (Exposed(), "Nobody knows yet how far the token is out."),
        (Exposed(where="A ticket"), "Seen: “A ticket”."),
        (Exposed(link="https://example.org/1"), "The token was exposed (<https://example.org/1|link>)."),
        (
            Exposed(exposure=Exposure.PUBLIC, where="deploy.sh"),
            "The token was exposed in public: “deploy.sh”.",
        ),
        (Exposed(exposure=Exposure.INTERNAL), "The token was exposed inside the company."),
    ],
)
def test_no_more_is_said_of_the_exposure_than_is_known(known: Exposed, said: str) -> None:
    assert exposed(an_incident(exposed=known)) == said


def test_an_instant_is_part_of_it_once_it_is_known() -> None:
    known = Exposed(since=NOW - timedelta(hours=2), where="A ticket")
    told = exposed(an_incident(exposed=known))
    assert told.startswith("The token was exposed since <!date")
    assert told.endswith(": “A ticket”.")
