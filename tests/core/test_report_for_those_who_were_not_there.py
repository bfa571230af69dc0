"""The report of an incident says by itself what happened, what is still open, and what nobody knows."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.audit import SCANNER, SYSTEM, Event
from core.evidence import Usage
from core.incidents.as_markdown import as_markdown
from core.incidents.facts import Fact, is_
from core.incidents.incident import Incident
from core.incidents.kinds import Exposed, Exposure, Note, PersonalData, Severity, Way
from core.incidents.report import Report
from core.incidents.report_document import outcome, report_document
from core.incidents.report_summary import still_open, summary
from core.incidents.severity import MEANING
from core.incidents.steps import STEPS, Step, numbered
from core.incidents.timeline import sentence, who
from core.incidents.times import times
from core.incidents.use_report import use_report
from tests.core.examples import DAY, HOUR, NOW
from tests.core.incident_ground import an_incident
from tests.core.test_incident_report import OURS, THEIRS, used
from tests.core.test_incident_timeline import an_entry

NAMES = {"U-ADA": "Ada Admin", "U-MAX": "Max Manager"}
EXPOSED = Exposed(exposure=Exposure.PUBLIC, since=NOW - HOUR, where="A build log")


def a_report(incident: Incident, usage: Usage | None = None) -> Report:
    return Report(incident, use_report(incident, usage or Usage()), times(incident), (), all_entries=True)


def told(incident: Incident, usage: Usage | None = None) -> str:
    return as_markdown(report_document(a_report(incident, usage), NAMES))


def closed(incident: Incident) -> Incident:
    return incident.close("U-ADA", NOW + DAY, NOW + 7 * DAY, "Nobody on duty")


# --- what became of the tokens


def test_who_killed_the_tokens_is_named_and_whether_a_new_one_was_to_come() -> None:
    killed = f"Every token was killed by Ada Admin at {NOW:%Y-%m-%d %H:%M:%S} UTC"
    assert f"{killed}; a new one was to be made" in summary(an_incident(), NAMES)
    assert f"{killed}; there was to be no new one." in summary(an_incident(way=Way.REVOKE), NAMES)


def test_what_had_ended_before_is_not_said_to_be_killed() -> None:
    late = an_incident(opened_by=SYSTEM, killed_at=NOW - DAY, way=Way.REVOKE)
    said = summary(late, NAMES)
    assert said.startswith("Latchkey noticed at ")
    assert "That token had ended at 2030-01-06 12:00:00 UTC, so nothing that works was touched." in said
    assert "killed" not in said


def test_a_quarantine_that_was_lifted_is_not_said_to_hold() -> None:
    alive = an_incident(killed_at=None, way=Way.QUARANTINE)
    assert "its tokens work" in summary(alive, NAMES)
    held = summary(alive.quarantined("U-ADA", NOW), NAMES)
    assert "It was put into quarantine at" in held
    assert "its tokens work" not in held


def test_a_decoy_and_a_drill_are_called_what_they_are() -> None:
    decoy = an_incident(opened_by=SYSTEM, killed_by=SYSTEM, scopes=frozenset(), way=Way.REVOKE)
    assert summary(decoy, NAMES).startswith("Somebody tried the decoy “Billing” at ")
    assert "It opens nothing. Every token was killed at 2030-" in summary(decoy, NAMES)
    assert "This was a drill" in summary(an_incident(drill=True), NAMES)
    assert "drill" not in summary(an_incident(), NAMES)


# --- what is still open


def test_what_is_still_open_stands_first_with_who_is_on_it_and_why_it_turned() -> None:
    incident = an_incident().assign(Step.TRACES, "U-MAX").claim(Step.WATCH, "U-ADA", NOW)
    turned = replace(incident.mark(Step.WATCH), claimed_at=None, turned=Fact.NEW_CALLER, turned_at=NOW)
    incident = replace(incident, marks={**incident.marks, Step.WATCH: turned})
    words = told(closed(incident))
    (listed,) = [part for part in words.split("\n## ") if part.startswith("What is still open")]

    assert words.index("What is still open") < words.index("At a glance")
    assert "- 12. Look for what may have been left behind. Max Manager is to do it.\n" in listed
    assert "- 13. Watch for new callers. Was done, then: a new caller was let in.\n" in listed
    assert "3. Contain it" not in listed, "somebody said that it is done"
    assert "16." not in listed
    assert "| 12. Look for what may have been left behind | NO | Max Manager is to do it |" in words


def test_where_everything_is_done_it_says_so() -> None:
    incident = an_incident()
    for step in incident.unfinished:
        incident = incident.claim(step, "U-ADA", NOW)
    assert still_open(incident, NAMES) == ()
    assert "Nothing: every step is done." in told(incident)


def test_a_quarantine_that_outlives_its_incident_is_still_open() -> None:
    held = an_incident(killed_at=None, way=Way.QUARANTINE).quarantined("U-ADA", NOW)
    assert still_open(closed(held), NAMES)[-1].startswith("The quarantine, which outlives")
    assert not any("quarantine" in each for each in still_open(held, NAMES))


# --- at a glance


def test_a_severity_says_what_it_means_or_that_somebody_chose_it() -> None:
    proposed = an_incident(severity=Severity.P1)
    assert "| Severity | P1: it may change things, and is public" in told(proposed)
    assert "| Severity | P3, as somebody chose; P1 is the gravest" in told(proposed.rated(Severity.P3))
    assert set(MEANING) == set(Severity)


def test_what_was_exposed_can_be_compared_with_what_was_found() -> None:
    words = told(an_incident(exposed=EXPOSED, scopes=frozenset({"b", "a"}), by_digest=True))
    assert "| Permissions exposed | a, b |" in words
    assert "| Tokens suspected | v1, which ends in 0001 and was made at 2030-01-07 12:00:00 UTC |" in words
    assert "| Recognised by | the token itself |" in words
    assert "| Exposure | in public: A build log |" in words
    bare = told(an_incident(suspects=(), scopes=frozenset()))
    assert "| Tokens suspected | none |" in bare
    assert "| Permissions exposed | none |" in bare
    assert "| Recognised by | the integration's name |" in bare


def test_the_first_stranger_and_the_first_refusal_have_their_instants() -> None:
    usage = Usage((used(-HOUR, DAY, THEIRS), used(-DAY, DAY, OURS)))
    incident = an_incident(exposed=EXPOSED)
    refused = incident.weighed({Step.CONTAIN: is_(Fact.REFUSED, NOW + HOUR)}, NOW + HOUR)
    words = told(refused, usage)
    assert "| First use by somebody new | 2030-01-07 11:00:00 UTC, 198.51.100.0/24 x |" in words
    assert "| First refusal after that | 2030-01-07 13:00:00 UTC |" in words
    assert "First use by somebody new" not in told(incident)
    assert "First refusal" not in told(incident)


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        (
            PersonalData.YES,
            "| Authority to be told by | 2030-01-10 12:00:00 UTC, 72 hours",
        ),
        (PersonalData.UNKNOWN, "| If so, authority to be told by | 2030-01-10 12:00:00 UTC, 72 hours"),
        (PersonalData.NO, "| Personal data in reach | no |"),
    ],
)
def test_the_72_hours_are_explained(answer: PersonalData, line: str) -> None:
    words = told(an_incident(personal_data=answer))
    assert line in words
    assert ("72 hours" in words) is (answer is not PersonalData.NO)


def test_without_a_new_token_nobody_waits_for_it() -> None:
    assert "The third party held the new token" in told(an_incident())
    assert "The third party held the new token" not in told(an_incident(way=Way.REVOKE))


# --- what nobody knows


def test_where_nobody_knows_the_exposure_only_who_came_after_the_report_is_new() -> None:
    usage = Usage((used(-timedelta(minutes=1), DAY, OURS), used(HOUR, 2 * HOUR, THEIRS, refused=True)))
    incident = an_incident()
    use = use_report(incident, usage)
    assert [each.new for each in (*use.callers, *use.refused)] == [False, True]

    words = told(incident, usage)
    assert "1 caller used it since it was made, and nobody knows since when others could; 1 caller" in words
    assert "| 203.0.113.0/24 | curl | cannot be told |" in words
    assert "only who came after the report is surely new" in words
    assert outcome(a_report(incident)).startswith("Nobody used it since it was made; nobody tried")


# --- what happened


def test_a_note_says_which_step_it_is_about() -> None:
    notes = (
        Note(by="U-MAX", at=NOW, text="Deleted", link="https://git.example/1", step="source"),
        Note(by="U-ADA", at=NOW, text="Under control"),
    )
    words = told(an_incident(notes=notes))
    assert "UTC, Max Manager, on “4. Stop the source”: Deleted (https://git.example/1)" in words
    assert "UTC, Ada Admin: Under control" in words


@pytest.mark.parametrize(
    "event", [each for each in Event if each.value.startswith(("integration:re", "perm"))]
)
def test_what_is_done_about_an_integration_meanwhile_is_a_sentence(event: Event) -> None:
    words = sentence(an_entry(event, owner="U-MAX"), NAMES)
    assert words.startswith("Ada Admin ")
    assert event.value not in words


@pytest.mark.parametrize(
    ("by", "words"),
    [
        ("U-ADA", "Ada Admin reported a compromise, rated P1."),
        (SYSTEM, "Latchkey noticed a compromise, rated P1."),
    ],
)
def test_people_report_and_the_service_notices(by: str, words: str) -> None:
    assert sentence(an_entry(Event.INCIDENT_OPEN, by, severity="P1", way="revoke"), NAMES) == words


def test_the_scanner_has_a_name() -> None:
    assert who(SCANNER, NAMES) == "GitHub’s secret scanning"


def test_a_step_has_the_number_that_people_know_it_by() -> None:
    assert [numbered(each).split(".")[0] for each in STEPS] == [str(number) for number in range(1, 17)]
