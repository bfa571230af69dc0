"""An incident and its steps: who may say what when, and what evidence does to what they said."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.incidents.facts import NOBODY_KNOWS, Fact, Finding, against, is_, not_yet
from core.incidents.incident import MOST_NOTES
from core.incidents.kinds import Exposed, Exposure, Note, PersonalData, Severity, Way
from core.incidents.refusals import IncidentClosed, NotThatStep, StepDone, TooMuchWritten
from core.incidents.steps import NEEDS, STEPS, TITLES, WITH_REPLACEMENT, Mark, State, Step
from core.incidents.words import LONGEST, link, said, tidied
from core.refusals import BadField
from core.secret import Secret
from tests.core.examples import HOUR, NOW
from tests.core.incident_ground import OLD, an_incident

LATER, MUCH_LATER = NOW + HOUR, NOW + 2 * HOUR


def test_there_are_sixteen_steps_each_with_a_title_and_what_it_needs() -> None:
    assert len(STEPS) == 16
    assert list(TITLES) == list(NEEDS) == list(STEPS)


def test_a_step_that_was_claimed_says_by_whom_and_when() -> None:
    mark = an_incident().claim(Step.SOURCE, "U-BOB", LATER).mark(Step.SOURCE)
    assert (mark.state, mark.claimed_by, mark.done_at) == (State.CLAIMED, "U-BOB", LATER)


def test_the_second_who_claims_is_told_who_was_first() -> None:
    claimed = an_incident().claim(Step.SOURCE, "U-BOB", NOW)
    with pytest.raises(StepDone) as refused:
        claimed.claim(Step.SOURCE, "U-ADA", LATER)
    assert refused.value.by == "U-BOB"


def test_what_is_evident_needs_nobodys_word() -> None:
    evident = an_incident().weighed({Step.SOURCE: is_(Fact.SOURCE_DELETED, NOW)}, NOW)
    with pytest.raises(StepDone) as refused:
        evident.claim(Step.SOURCE, "U-ADA", LATER)
    assert refused.value.by == ""


def test_a_word_can_be_taken_back() -> None:
    assert not an_incident().claim(Step.SOURCE, "U-BOB", NOW).unclaim(Step.SOURCE).mark(Step.SOURCE).done


def test_a_step_has_somebody_to_do_it_and_they_count_as_working_on_it() -> None:
    incident = an_incident().assign(Step.TRACES, "U-BOB")
    assert incident.people == {"U-ADA", "U-BOB"}
    assert incident.assign(Step.TRACES, "").people == {"U-ADA"}


@pytest.mark.parametrize("way", list(Way))
def test_steps_fit_the_way(way: Way) -> None:
    bare = replace(an_incident(), way=way, killed_at=None if way is Way.QUARANTINE else NOW)
    assert (set(bare.steps) >= WITH_REPLACEMENT) is (way is Way.ROTATE)
    assert (Step.QUIET in bare.steps) is (way is not Way.QUARANTINE)
    assert list(bare.steps) == [step for step in STEPS if step in bare.steps]


def test_a_step_that_there_is_not_cannot_be_claimed() -> None:
    with pytest.raises(NotThatStep):
        replace(an_incident(), way=Way.REVOKE).claim(Step.WORKS, "U-ADA", NOW)


def test_evidence_ticks_with_the_instant_of_the_fact() -> None:
    incident = an_incident().weighed({Step.QUIET: is_(Fact.SILENT, LATER)}, MUCH_LATER)
    mark = incident.mark(Step.QUIET)
    assert (mark.state, mark.fact, mark.done_at) == (State.EVIDENT, Fact.SILENT, LATER)


def test_a_fact_without_an_instant_counts_from_when_it_was_seen() -> None:
    incident = an_incident().weighed({Step.EXPOSURE: is_(Fact.EXPOSURE_KNOWN)}, LATER)
    assert incident.mark(Step.EXPOSURE).evident_at == LATER


def test_evidence_that_stays_changes_nothing() -> None:
    first = an_incident().weighed({Step.QUIET: is_(Fact.SILENT, LATER)}, LATER)
    assert first.weighed({Step.QUIET: is_(Fact.SILENT, MUCH_LATER)}, MUCH_LATER) is first


def test_evidence_that_turns_opens_the_step_again_and_says_why() -> None:
    ticked = an_incident().weighed({Step.QUIET: is_(Fact.SILENT, LATER)}, LATER)
    mark = ticked.weighed({Step.QUIET: against(Fact.TRIED_AGAIN, LATER)}, MUCH_LATER).mark(Step.QUIET)
    assert (mark.state, mark.turned, mark.turned_at) == (State.OPEN, Fact.TRIED_AGAIN, MUCH_LATER)


def test_a_step_that_is_done_anew_forgets_that_it_had_turned() -> None:
    turned = Mark(turned=Fact.TRIED_AGAIN, turned_at=NOW)
    assert turned.claim("U-ADA", LATER).turned is None
    assert turned.weighed(is_(Fact.SILENT, LATER), LATER).turned is None


def test_evidence_that_is_gone_leaves_what_people_said() -> None:
    said_so = Mark().claim("U-ADA", NOW).weighed(is_(Fact.CONFIRMED, LATER), LATER)
    left = said_so.weighed(not_yet(Fact.NOT_CONFIRMED), MUCH_LATER)
    assert (left.state, left.claimed_by, left.turned) == (State.CLAIMED, "U-ADA", None)


def test_evidence_that_is_gone_opens_what_nobody_vouched_for() -> None:
    left = Mark().weighed(is_(Fact.CONFIRMED, LATER), LATER).weighed(not_yet(Fact.NOT_CONFIRMED), LATER)
    assert (left.state, left.turned) == (State.OPEN, Fact.NOT_CONFIRMED)


def test_a_word_holds_against_what_had_happened_before_it() -> None:
    """Somebody has looked at the new caller and knows who it is."""
    claimed = Mark().claim("U-ADA", LATER)
    assert claimed.weighed(against(Fact.NEW_CALLER, NOW), MUCH_LATER) == claimed
    assert not claimed.weighed(against(Fact.NEW_CALLER, MUCH_LATER), MUCH_LATER).done
    assert not claimed.weighed(against(Fact.STILL_GOOD), MUCH_LATER).done


def test_what_was_open_stays_open_whatever_speaks_against_it() -> None:
    assert Mark().weighed(against(Fact.TRIED_AGAIN, NOW), LATER) == Mark()
    assert Mark().weighed(NOBODY_KNOWS, LATER) == Mark()


findings = some.sampled_from(
    [NOBODY_KNOWS, is_(Fact.SILENT, NOW), not_yet(Fact.NOT_TRIED), against(Fact.TRIED_AGAIN, LATER)]
)


@given(some.lists(some.one_of(findings, some.just("claim"), some.just("unclaim")), max_size=12))
def test_a_mark_is_always_of_one_piece(moves: list[Finding | str]) -> None:
    mark, now = Mark(), NOW
    for move in moves:
        now += timedelta(minutes=20)
        if move == "claim":
            mark = mark if mark.done else mark.claim("U-ADA", now)
        elif move == "unclaim":
            mark = mark.unclaim()
        elif isinstance(move, Finding):
            mark = mark.weighed(move, now)
            assert mark.weighed(move, now) == mark, "weighed twice, nothing more happens"
        assert (mark.fact is None) is (mark.evident_at is None)
        assert bool(mark.claimed_by) is (mark.claimed_at is not None)
        assert not (mark.done and mark.turned is not None)


def test_a_kill_after_a_quarantine_wants_evidence_of_its_own() -> None:
    held = replace(an_incident(), killed_at=None).quarantined("U-ADA", NOW)
    refused = held.weighed({Step.CONTAIN: is_(Fact.REFUSED, LATER)}, LATER)
    killed = refused.killed(Way.REVOKE, (OLD, replace(OLD, id="token-2")), "U-BOB", MUCH_LATER)
    assert (killed.mark(Step.CONTAIN).state, killed.mark(Step.CONTAIN).claimed_by) == (State.CLAIMED, "U-BOB")
    assert ([each.id for each in killed.suspects], killed.contained_at) == (
        ["token-1", "token-2"],
        MUCH_LATER,
    )


def test_out_of_quarantine_nothing_is_contained() -> None:
    held = replace(an_incident(), killed_at=None).quarantined("U-ADA", NOW)
    assert (held.contained_at, held.lifted().contained_at) == (NOW, None)
    assert not held.lifted().mark(Step.CONTAIN).done


def test_what_is_found_out_is_kept() -> None:
    exposed = Exposed(exposure=Exposure.PUBLIC, since=NOW)
    incident = (
        an_incident()
        .exposed_as(exposed)
        .rated(Severity.P1)
        .with_personal_data(PersonalData.YES)
        .led_by("U-BOB")
        .use_read(LATER)
        .use_read(MUCH_LATER)
        .source_deleted(LATER)
        .source_deleted(MUCH_LATER)
    )
    assert (incident.exposed, incident.severity, incident.lead) == (exposed, Severity.P1, "U-BOB")
    assert (incident.use_read_at, incident.source_deleted_at) == (LATER, LATER)
    assert exposed.known
    assert not Exposed(exposure=Exposure.PUBLIC).known


def test_whatever_a_person_does_begins_the_reminders_anew() -> None:
    assert replace(an_incident(), nudges=4).claim(Step.SOURCE, "U-ADA", NOW).nudges == 0


def test_notes_are_many_but_not_endless() -> None:
    note = Note(by="U-ADA", at=LATER, text="Looked at it")
    full = replace(an_incident(), notes=(note,) * MOST_NOTES)
    with pytest.raises(TooMuchWritten):
        full.noted(note)
    assert an_incident().told(note).told_at == LATER


def test_what_is_closed_stays_as_it_is() -> None:
    closed = an_incident().close("U-ADA", NOW, MUCH_LATER, "It was a drill of our own")
    assert (closed.open, closed.review_at, closed.reason) == (False, MUCH_LATER, "It was a drill of our own")
    with pytest.raises(IncidentClosed):
        closed.claim(Step.SOURCE, "U-ADA", NOW)
    with pytest.raises(IncidentClosed):
        closed.rated(Severity.P1)
    with pytest.raises(IncidentClosed):
        closed.close("U-ADA", NOW, NOW)


# --- what people write


def test_a_token_in_a_note_is_cut_out_even_a_mistyped_one() -> None:
    token = Secret.mint("pit", bytes).reveal()
    for text in (token, f"{token[:-1]}x", f"{token[:20]}\u200b{token[20:]}"):
        assert tidied(f"It was {text}, in the wiki").count("pit_") == 0


def test_a_note_is_one_line_of_bounded_length() -> None:
    assert tidied(" Two\nlines\u202e ") == "Two lines"
    assert len(tidied("x" * 5000)) == LONGEST


def test_nothing_is_no_note() -> None:
    with pytest.raises(BadField):
        said(" \n ")
    assert said("Done") == "Done"


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "wiki/page", "https://a b", "https://a|b", "https://a>b", "", 'https://"x'],
)
def test_an_address_is_one_that_can_be_followed(text: str) -> None:
    with pytest.raises(BadField):
        link(text)
    assert link("https://wiki.example/page?x=1") == "https://wiki.example/page?x=1"
