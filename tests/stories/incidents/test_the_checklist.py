"""The checklist of an incident: what ticks it, what un-ticks it, and what people do with it."""

from datetime import timedelta

import pytest

from core.incidents.kinds import PersonalData, Severity
from core.incidents.steps import Step
from sandbox import Person, ShownMessage
from tests.office import Office
from tests.stories.gateway import CRON, CURL, a_gateway
from tests.stories.incidents.emergency import (
    incident,
    made_responder,
    opens,
    prepared,
    reads,
    reports,
    settles,
    step_line,
    thread_of,
)

pytestmark = pytest.mark.slow

BUTTONS = ["Work on a step", "Where was it used", "Give an update", "Lead", "Change", "Close"]


async def works_on(person: Person, card: ShownMessage, step: str, **filled: object) -> str:
    await opens(person, "Work on a step", card)
    await person.fills({"step": step, **filled})
    await person.submits()
    words = await reads(person, "it is written down")
    await person.closes(everything=True)
    return words


async def test_it_has_its_steps_in_order_each_with_what_it_needs(office: Office) -> None:
    await prepared(office)
    card = await reports(office, office.ada)

    assert card.buttons == BUTTONS
    numbers = [line.split(".")[0] for line in card.text.split("\n") if line.split(".")[0].isdecimal()]
    assert numbers == [str(number) for number in range(1, 17)]
    assert "Evidence: somebody leads it" in step_line(card, 1)
    assert f"<@{office.ada.id}> says so" in step_line(card, 3), "whoever killed it"
    assert "Needs: its author removes the message" in step_line(card, 4)
    for words in ("Open since", "Next update due", "If personal data was in reach, the 72 hours end"):
        assert words in card.all_text
        assert words in card.text


async def test_claim_take_back_assign_note_and_link(office: Office) -> None:
    await prepared(office)
    await made_responder(office, office.max)
    card = await reports(office, office.ada)
    await works_on(
        office.max,
        card,
        "4. Stop the source",
        assignee=office.max.id,
        note="Removed from the wiki",
        link="https://example.org/wiki",
    )
    await settles(office)

    assert f"<@{office.max.id}> says so" in step_line(card, 4)
    thread = "\n".join(thread_of(office.ada, card))
    assert (
        "added a link to the incident of *Billing*. Removed from the wiki https://example.org/wiki" in thread
    )
    assert "says that it is done: “Stop the source”" in thread
    assert "assigned a step" in thread
    await works_on(office.ada, card, "4. Stop the source", what="It is not done after all")
    await settles(office)
    assert "Needs:" in step_line(card, 4)
    assert f"<@{office.max.id}> is on it" in step_line(card, 4)


async def test_whoever_is_asked_to_do_a_step_hears_of_it(office: Office) -> None:
    await prepared(office)
    card = await reports(office, office.ada)
    await works_on(
        office.ada,
        card,
        "12. Look for what may have been left behind",
        what="Leave that as it is",
        assignee=office.mia.id,
    )
    await settles(office)

    asked = next(each for each in office.mia.sees if "asks you to do" in each.text)
    await opens(office.mia, "Work on a step", asked)
    await office.mia.submits()
    await reads(office.mia, "it is written down")
    await settles(office)
    assert f"<@{office.mia.id}> says so" in step_line(card, 12), "who has a step may work without a role"


async def test_a_step_that_is_done_is_not_claimed_again(
    sqlite_office: Office,
) -> None:
    office = sqlite_office
    await prepared(office)
    card = await reports(office, office.ada)
    await opens(office.ada, "Work on a step", card)
    assert office.ada.modal is not None
    await office.ada.fills(step="1. Declare the incident")
    await office.ada.submits()
    assert office.ada.modal.errors == {"what": "That step is done already."}
    await office.ada.fills(what="Leave that as it is")
    await office.ada.submits()
    assert office.ada.modal.errors == {"what": "Then please assign it or note something."}
    await office.ada.fills(link="ftp://nowhere", note="x")
    await office.ada.submits()
    assert "https://" in office.ada.modal.errors["link"]


async def test_the_first_refusal_and_the_first_use_tick_and_a_new_try_un_ticks(office: Office) -> None:
    ada, token = office.ada, await prepared(office)
    gateway = await a_gateway(office)
    await gateway.passes((token, CRON))
    card = await reports(office, ada)
    new = await office.is_shown_a_token(ada)
    assert await gateway.passes((token, CRON), (new, CRON)) == [False, True]
    await office.pass_(timedelta(minutes=1))
    await settles(office)
    assert "Evidence: somebody was refused" in step_line(card, 3)
    assert "Evidence: there is a new token" in step_line(card, 8)
    assert "Evidence: the third party used it" in step_line(card, 10)
    assert "Needs: nobody has tried" in step_line(card, 11)

    for _ in range(4):
        await office.pass_(timedelta(minutes=10))
    await settles(office)
    assert "Evidence: nobody tried it for 30 minutes" in step_line(card, 11)
    await gateway.passes((token, CRON))
    await office.pass_(timedelta(minutes=1))
    await settles(office)
    assert "Open again: the old token was tried" in step_line(card, 11)
    assert any(
        "“11. See the old token dead” of *Billing* is open again" in each for each in thread_of(ada, card)
    )


async def test_where_it_was_used_names_who_is_new_and_reading_it_is_evidence(office: Office) -> None:
    ada, token = office.ada, await prepared(office)
    gateway = await a_gateway(office)
    await gateway.passes((token, CRON))
    office.clock.pass_(timedelta(days=1))
    since = str(int(office.clock.now.timestamp()))
    office.clock.pass_(timedelta(hours=1))
    await gateway.passes((token, CURL))
    card = await reports(office, ada, since=since, exposure="In public", where="a build log")
    await gateway.passes((token, CURL))
    assert "Needs: the report of its use" in step_line(card, 6)
    await opens(ada, "Where was it used", card)
    words = await reads(ada, "Who used it since then")

    assert "*1 caller of 1 was not seen in the 30 days before.*" in words
    assert "*new:* `203.0.113.0/24`" in words
    assert "billing-cron" not in words, "who used it before only"
    assert "1 time, last" in words[words.index("Who was refused") :]
    assert "`contacts.readonly`: asked for" in words
    await settles(office)
    assert "Evidence: somebody read the report" in step_line(card, 6)
    assert "Incident P2" in card.text, "public, but it may only read"
    assert "“a build log”" in card.text


async def test_change_rates_it_and_starts_the_clock(office: Office) -> None:
    await prepared(office)
    card = await reports(office, office.ada)
    await opens(office.ada, "Change", card)
    assert office.ada.modal is not None
    tomorrow = str(int(office.clock.now.timestamp()) + 86_400)
    await office.ada.fills(
        severity="P1", personal="Yes: the 72 hours run", exposure="In public", since=tomorrow
    )
    await office.ada.submits()
    assert office.ada.modal.errors == {
        "since": "It cannot have been exposed at an instant that is still to come."
    }
    await office.ada.fills(since=str(int(office.clock.now.timestamp()) - 3600))
    await office.ada.submits()
    await reads(office.ada, "is written down as you say")
    await settles(office)

    now = await incident(office)
    assert (now.severity, now.personal_data) == (Severity.P1, PersonalData.YES)
    assert "*Personal data was in reach: the 72 hours end" in card.text
    assert "The token was exposed in public since" in card.text
    assert len([each for each in thread_of(office.ada, card) if f"<@{office.ada.id}> " in each]) == 3


async def test_the_lead_is_handed_over_and_taken(office: Office) -> None:
    ada, adi = office.ada, office.adi
    await prepared(office)
    card = await reports(office, ada)
    await opens(ada, "Lead", card)
    assert ada.modal is not None
    await ada.fills(lead=ada.id)
    await ada.submits()
    assert "lead it already" in ada.modal.errors["lead"]
    await ada.fills(lead=office.gus.id)
    await ada.submits()
    await reads(ada, "full member")
    await ada.closes(everything=True)
    await opens(ada, "Lead", card)
    await ada.fills(lead=adi.id)
    await ada.submits()
    await reads(ada, "from now on")
    await settles(office)
    assert f"Led by <@{adi.id}>" in card.text
    assert any("handed the lead of the incident of *Billing*, P3, to you" in each.text for each in adi.sees)
    await ada.closes(everything=True)

    await opens(ada, "Lead", card)
    await ada.submits()
    await settles(office)
    assert f"Led by <@{ada.id}>" in card.text, "who takes over is proposed"


async def test_an_update_is_said_below_and_moves_the_next(office: Office) -> None:
    await prepared(office)
    card = await reports(office, office.ada)
    await opens(office.ada, "Give an update", card)
    await office.ada.fills(text="We know the source")
    await office.ada.submits()
    await reads(office.ada, "The next update is due")
    await settles(office)

    assert any(each.endswith("We know the source") for each in thread_of(office.ada, card))
    assert "Evidence: an update was given" in step_line(card, 14)


async def test_without_an_update_its_leader_is_reminded_six_times(
    sqlite_office: Office,
) -> None:
    office = sqlite_office
    await prepared(office)
    await reports(office, office.ada)
    for _ in range(8):
        await office.pass_(timedelta(hours=8, minutes=1))

    nudges = [each for each in office.ada.sees if "An update on the incident" in each.text]
    assert len(nudges) == 6
    assert "Still to do: “4. Stop the source”" in nudges[0].text
    assert "This is the last reminder" in nudges[-1].text
    assert "This is the last reminder" not in nudges[-2].text
    assert nudges[0].buttons == ["Give an update", "Work on a step"]


async def test_the_clock_of_72_hours_warns(sqlite_office: Office) -> None:
    office = sqlite_office
    await prepared(office)
    card = await reports(office, office.ada, personal="Yes: the 72 hours run")
    await office.pass_(timedelta(hours=25))
    await settles(office)
    assert any("About 46 hours of the 72 are left" in each for each in thread_of(office.ada, card))
    await office.pass_(timedelta(hours=48))
    await settles(office)
    assert any("*The 72 hours of *Billing* are over*" in each for each in thread_of(office.ada, card))


async def test_quarantine_is_lifted_with_one_click_or_becomes_a_kill(office: Office) -> None:
    ada, token = office.ada, await prepared(office)
    card = await reports(office, ada, "Quarantine first")
    assert "Its tokens may do all" in ada.question("Lift quarantine", in_=card)
    await ada.clicks("Lift quarantine", in_=card)
    await settles(office)
    assert "*Its tokens work*" in card.text
    assert "Lift quarantine" not in card.buttons

    card = await reports(office, ada, "Quarantine first")
    await ada.clicks("Kill now", in_=card)
    await settles(office)
    assert not await office.accepts(token)
    assert "Every token was killed by" in card.text
    assert (await incident(office)).mark(Step.CONTAIN).claimed_by == ada.id


async def test_who_works_elsewhere_and_guests_only_read(sqlite_office: Office) -> None:
    office = sqlite_office
    await prepared(office, channel="general")
    card = await reports(office, office.ada)
    for button in ("Work on a step", "Where was it used", "Give an update", "Lead", "Change", "Close"):
        await office.gus.clicks(button, in_=card)
        await reads(office.gus, "Only full members")
        await office.gus.closes()
    await office.mia.clicks("Work on a step", in_=card)
    await reads(office.mia, "That integration is not here")
