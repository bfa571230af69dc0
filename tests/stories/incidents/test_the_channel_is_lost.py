"""The security channel is lost: whoever leads an incident works on, and hears what others do about it."""

from datetime import timedelta

from core.incidents.steps import Step
from sandbox import Person, ShownMessage
from tests.office import Office
from tests.stories.incidents.emergency import (
    NAME,
    SECURITY,
    checklist,
    incident,
    made_responder,
    opens,
    prepared,
    reads,
    reports,
    responds,
    settles,
    step_line,
    thread_of,
)
from tests.stories.test_nothing_is_lost import are_admins

MINUTE = timedelta(minutes=1)


async def gives_update(person: Person, card: ShownMessage, words: str) -> None:
    await opens(person, "Give an update", card)
    await person.fills(text=words)
    await person.submits()
    await reads(person, "The next update is due")
    await person.closes(everything=True)


def checklists(person: Person) -> list[ShownMessage]:
    return [each for each in person.sees if "Incident P" in each.text and not each.thread_ts]


async def test_whoever_reports_it_gets_the_checklist_and_reads_below_it_what_is_done(office: Office) -> None:
    max_ = office.max
    await prepared(office)
    await made_responder(office, max_)
    await are_admins(office, office.adi)
    office.slack.archive("security")
    await max_.types(f"/compromised {NAME}")
    said = await responds(max_)
    assert "you lead it" in said
    assert " is in <#" not in said, "it never was"
    await max_.closes(everything=True)

    card = await checklist(office, max_)
    assert card.channel not in {SECURITY, "C0GENERAL"}
    assert f"This was meant for <#{SECURITY}>, which is archived" in card.text
    await gives_update(max_, card, "We know the source")
    await settles(office)
    assert any(each.endswith("We know the source") for each in thread_of(max_, card))
    assert "Evidence: an update was given" in step_line(card, 14), "drawn anew in its place"
    assert len(checklists(max_)) == 1

    (copy,) = checklists(office.adi)
    assert "Evidence: an update was given" in step_line(copy, 14), "the admins have theirs, as ever"
    assert len([each for each in office.adi.sees if "I cannot post in" in each.text]) == 1


async def test_lost_later_it_comes_to_the_leader_with_what_was_done_then(sqlite_office: Office) -> None:
    office = sqlite_office
    await prepared(office)
    await made_responder(office, office.max)
    await are_admins(office, office.adi)
    there = await reports(office, office.max)
    assert there.channel == SECURITY
    office.slack.archive("security")
    await gives_update(office.max, there, "The wiki is clean")
    await settles(office)

    card = await checklist(office, office.max)
    assert card.channel != SECURITY
    assert any(each.endswith("The wiki is clean") for each in thread_of(office.max, card))
    assert any(
        each.text.startswith(f"<@{office.max.id}>") and "The wiki is clean" in each.text
        for each in office.adi.sees
    )
    await gives_update(office.max, card, "And the build log")
    await settles(office)
    assert any(each.endswith("And the build log") for each in thread_of(office.max, card))
    assert (await incident(office)).mark(Step.CONTAIN).claimed_by == office.max.id
    assert (await office.database.outbox.counts())["buried"] == 0
