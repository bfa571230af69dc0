"""What the evidence says of each step, from tokens and uses as gateways saw them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from core.evidence import Caller, Usage, UseCount
from core.incidents.cadence import RHYTHM, SILENCE
from core.incidents.evidence import Scene, contradicted, findings, unexplained
from core.incidents.facts import Fact, Finding, Weight
from core.incidents.incident import Incident
from core.incidents.kinds import Exposed, Exposure, Severity, Way
from core.incidents.severity import may_do_harm, proposed, reads
from core.incidents.steps import Step
from core.token import Reason, Token
from tests.core.examples import DAY, HOUR, NOW, current, dead, offered
from tests.core.ground import CATALOGUE
from tests.core.incident_ground import an_incident

MINUTE = timedelta(minutes=1)
OURS, THEIRS = Caller("gateway-1", "203.0.113.0/24", "curl"), Caller("gateway-1", "198.51.100.0/24", "x")
UNTOLD = Caller("gateway-2")
KILLED = dead(1, reason=Reason.COMPROMISED)
NEW = current(2, minted_at=NOW + MINUTE, confirmed_at=NOW + 2 * MINUTE)


def used(version: int, at: datetime, who: Caller = OURS, **changes: Any) -> UseCount:
    count = UseCount(
        tenant="T-HOME",
        integration_id="integration-1",
        token_id=f"token-{version}",
        caller=who,
        first_at=at,
        last_at=at,
        count=1,
    )
    return replace(count, **changes)


def tried(at: datetime, who: Caller = THEIRS, **changes: Any) -> UseCount:
    return used(1, at, who, refused=True, **changes)


def found(
    step: Step,
    *uses: UseCount,
    tokens: tuple[Token, ...] = (KILLED,),
    after: timedelta = MINUTE,
    incident: Incident | None = None,
) -> Finding:
    return findings(Scene(incident or an_incident(), tokens, Usage(uses), NOW + after))[step]


def test_each_step_of_an_incident_is_looked_at() -> None:
    incident = replace(an_incident(), way=Way.REVOKE)
    assert tuple(findings(Scene(incident, (), Usage(), NOW))) == incident.steps


def test_the_first_refusal_is_the_evidence_of_a_kill() -> None:
    finding = found(Step.CONTAIN, tried(NOW + HOUR), tried(NOW + MINUTE, OURS))
    assert finding == Finding(Weight.FOR, Fact.REFUSED, NOW + MINUTE, OURS)
    assert found(Step.CONTAIN).fact is Fact.NOT_TRIED


def test_a_caller_that_was_refused_before_counts_from_the_kill() -> None:
    """In quarantine, for instance."""
    finding = found(Step.CONTAIN, tried(NOW - HOUR, last_at=NOW + MINUTE))
    assert (finding.weight, finding.at) == (Weight.FOR, NOW)


def test_a_refusal_before_the_kill_or_of_another_token_is_no_evidence() -> None:
    other = used(2, NOW + MINUTE, refused=True)
    assert found(Step.CONTAIN, tried(NOW - MINUTE), other).weight is Weight.NEITHER


def test_in_quarantine_whoever_is_refused_is_the_evidence() -> None:
    held = replace(an_incident(), killed_at=None, way=Way.QUARANTINE, quarantined_at=NOW)
    finding = found(Step.CONTAIN, tried(NOW + MINUTE), tokens=(current(1),), incident=held)
    assert finding.fact is Fact.REFUSED


def test_nothing_is_contained_that_was_lifted() -> None:
    lifted = replace(an_incident(), killed_at=None, way=Way.QUARANTINE)
    finding = found(Step.CONTAIN, tried(NOW + MINUTE), tokens=(current(1),), incident=lifted)
    assert finding.fact is Fact.NOT_TRIED


def test_a_token_that_is_accepted_after_its_death_speaks_against_the_kill() -> None:
    slip = used(1, NOW - DAY, last_at=NOW + 5 * MINUTE)
    finding = found(Step.CONTAIN, tried(NOW + MINUTE), slip)
    assert (finding.weight, finding.fact, finding.caller) == (Weight.AGAINST, Fact.STILL_GOOD, OURS)
    just_before = used(1, NOW - DAY, last_at=NOW + timedelta(seconds=30))
    assert found(Step.CONTAIN, just_before).fact is Fact.NOT_TRIED


def test_a_suspect_that_lives_speaks_against_the_kill() -> None:
    assert found(Step.CONTAIN, tokens=(current(1),)).fact is Fact.STILL_GOOD


@pytest.mark.parametrize(
    ("changes", "step", "fact", "weight"),
    [
        ({}, Step.DECLARE, Fact.LED, Weight.FOR),
        ({"lead": ""}, Step.DECLARE, Fact.NO_LEAD, Weight.NEITHER),
        ({}, Step.IDENTIFY, Fact.NAMED, Weight.FOR),
        ({"by_digest": True}, Step.IDENTIFY, Fact.BY_DIGEST, Weight.FOR),
        ({}, Step.SOURCE, Fact.SOURCE_THERE, Weight.NEITHER),
        ({"source_deleted_at": NOW}, Step.SOURCE, Fact.SOURCE_DELETED, Weight.FOR),
        ({}, Step.EXPOSURE, Fact.EXPOSURE_UNKNOWN, Weight.NEITHER),
        (
            {"exposed": Exposed(exposure=Exposure.PUBLIC, since=NOW)},
            Step.EXPOSURE,
            Fact.EXPOSURE_KNOWN,
            Weight.FOR,
        ),
        ({}, Step.USE, Fact.USE_UNREAD, Weight.NEITHER),
        ({"use_read_at": NOW}, Step.USE, Fact.USE_READ, Weight.FOR),
        ({}, Step.TELL, Fact.NOT_TOLD, Weight.NEITHER),
        ({"told_at": NOW}, Step.TELL, Fact.TOLD, Weight.FOR),
        ({}, Step.TRACES, Fact.ASK_PEOPLE, Weight.NEITHER),
        ({}, Step.REVIEW, Fact.ASK_PEOPLE, Weight.NEITHER),
        ({"closed_at": NOW}, Step.REVIEW, Fact.CLOSED, Weight.FOR),
    ],
)
def test_what_stands_in_the_incident_itself(
    changes: dict[str, Any], step: Step, fact: Fact, weight: Weight
) -> None:
    finding = found(step, incident=replace(an_incident(), **changes))
    assert (finding.fact, finding.weight) == (fact, weight)


def test_the_new_token_is_made_confirmed_and_used() -> None:
    unconfirmed = offered(2, minted_at=NOW + MINUTE)
    assert found(Step.REPLACE).fact is Fact.NOT_MINTED
    assert found(Step.REPLACE, tokens=(KILLED, unconfirmed)).at == NOW + MINUTE
    assert found(Step.DELIVER, tokens=(KILLED, unconfirmed)).fact is Fact.NOT_CONFIRMED
    assert found(Step.DELIVER, tokens=(KILLED, NEW)).at == NOW + 2 * MINUTE
    assert found(Step.WORKS, tokens=(KILLED, NEW)).fact is Fact.UNUSED
    assert found(Step.WORKS).fact is Fact.UNUSED
    first = found(Step.WORKS, used(2, NOW + HOUR), tokens=(KILLED, NEW))
    assert (first.fact, first.at, first.caller) == (Fact.WORKING, NOW + HOUR, OURS)
    at_once = replace(NEW, first_used_at=NOW + 3 * MINUTE)
    assert found(Step.WORKS, tokens=(KILLED, at_once)).at == NOW + 3 * MINUTE


def test_a_new_token_that_was_voided_is_none() -> None:
    voided = dead(2, minted_at=NOW + MINUTE, reason=Reason.NOT_DELIVERED)
    assert found(Step.REPLACE, tokens=(KILLED, voided)).fact is Fact.NOT_MINTED


def test_before_the_kill_there_is_no_new_token() -> None:
    held = replace(an_incident(), killed_at=None, quarantined_at=NOW)
    assert Scene(held, (NEW,), Usage(), NOW + HOUR).replacement is None


def test_half_an_hour_of_silence_is_evidence_and_a_try_is_evidence_against() -> None:
    last = NOW + HOUR
    early = found(Step.QUIET, tried(last), after=HOUR + SILENCE - MINUTE)
    assert (early.weight, early.fact, early.at, early.caller) == (
        Weight.AGAINST,
        Fact.TRIED_AGAIN,
        last,
        THEIRS,
    )
    silent = found(Step.QUIET, tried(last), after=HOUR + SILENCE)
    assert (silent.weight, silent.at) == (Weight.FOR, last + SILENCE)


def test_an_old_token_that_nobody_ever_tried_is_silent_since_its_death() -> None:
    assert found(Step.QUIET, after=SILENCE - MINUTE).weight is Weight.NEITHER
    assert found(Step.QUIET, after=SILENCE).at == NOW + SILENCE


def test_the_watch_begins_with_the_first_use_of_the_new_token() -> None:
    known, first = used(1, NOW - DAY), used(2, NOW + HOUR)
    watch = RHYTHM[Severity.P2]
    tokens = (KILLED, NEW)
    assert found(Step.WATCH, known, tokens=tokens, after=DAY).fact is Fact.WATCHING
    assert found(Step.WATCH, known, first, tokens=tokens, after=HOUR + watch - MINUTE).fact is Fact.WATCHING
    over = found(Step.WATCH, known, first, tokens=tokens, after=HOUR + watch)
    assert (over.fact, over.at) == (Fact.NO_NEW_CALLER, NOW + HOUR + watch)


def test_without_a_new_token_the_watch_begins_with_the_kill() -> None:
    revoked = replace(an_incident(), way=Way.REVOKE)
    assert found(Step.WATCH, after=RHYTHM[Severity.P2], incident=revoked).fact is Fact.NO_NEW_CALLER


def test_somebody_new_with_the_new_token_speaks_against_it() -> None:
    known, first, stranger = used(1, NOW - DAY), used(2, NOW + HOUR), used(2, NOW + 2 * HOUR, THEIRS)
    finding = found(Step.WATCH, known, first, stranger, tokens=(KILLED, NEW), after=DAY)
    assert (finding.weight, finding.fact, finding.caller) == (Weight.AGAINST, Fact.NEW_CALLER, THEIRS)


def test_who_came_after_the_exposure_is_new_again_with_the_new_token() -> None:
    exposed = Exposed(exposure=Exposure.PUBLIC, since=NOW - HOUR)
    incident = replace(an_incident(), exposed=exposed)
    uses = (used(1, NOW - DAY), used(1, NOW - MINUTE, THEIRS), used(2, NOW + HOUR, THEIRS))
    assert found(Step.WATCH, *uses, tokens=(KILLED, NEW), after=DAY, incident=incident).caller == THEIRS
    assert found(Step.WATCH, *uses, tokens=(KILLED, NEW), after=DAY).fact is Fact.NO_NEW_CALLER


def test_where_nobody_says_who_calls_nobody_is_new() -> None:
    uses = (used(1, NOW - DAY), used(2, NOW + HOUR, UNTOLD))
    assert found(Step.WATCH, *uses, tokens=(KILLED, NEW), after=DAY).fact is Fact.NO_NEW_CALLER


def test_what_speaks_against_a_step_stops_the_closing_unless_somebody_has_looked_since() -> None:
    incident = an_incident()
    tries = Usage((tried(NOW + HOUR),))
    seen = findings(Scene(incident, (KILLED,), tries, NOW + HOUR))
    assert contradicted(incident, seen) == (Step.QUIET,)
    looked_at = incident.claim(Step.QUIET, "U-ADA", NOW + 2 * HOUR)
    assert contradicted(looked_at, seen) == ()


def test_use_is_unexplained_by_who_never_came_before_the_exposure() -> None:
    usage = Usage((used(1, NOW - DAY), used(1, NOW, THEIRS)))
    assert unexplained(usage, NOW - HOUR)
    assert not unexplained(usage, NOW + MINUTE)
    assert not unexplained(usage, None)


@pytest.mark.parametrize(
    ("scopes", "exposure", "unexplained_use", "harmless", "severity"),
    [
        ({"payments.write"}, Exposure.PUBLIC, False, False, Severity.P1),
        ({"payments.write"}, Exposure.INTERNAL, True, False, Severity.P1),
        ({"invoices.write"}, Exposure.UNKNOWN, False, False, Severity.P2),
        ({"of another catalogue"}, Exposure.PUBLIC, False, False, Severity.P1),
        ({"invoices.readonly"}, Exposure.PUBLIC, False, False, Severity.P2),
        ({"invoices.readonly"}, Exposure.INTERNAL, True, False, Severity.P2),
        ({"invoices.readonly"}, Exposure.INTERNAL, False, False, Severity.P3),
        ({"payments.write"}, Exposure.PUBLIC, True, True, Severity.P4),
    ],
)
def test_the_severity_that_is_proposed(
    scopes: set[str], exposure: Exposure, unexplained_use: bool, harmless: bool, severity: Severity
) -> None:
    assert (
        proposed(scopes, CATALOGUE, exposure, unexplained_use=unexplained_use, harmless=harmless) is severity
    )


def test_reading_alone_does_no_harm() -> None:
    assert reads({"invoices.readonly", "payments.write", "gone"}, CATALOGUE) == {"invoices.readonly"}
    assert not may_do_harm({"invoices.readonly"}, CATALOGUE)
