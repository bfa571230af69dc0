"""An incident is closed: only when it is over, or with a reason; then its report is there."""

from datetime import timedelta

import pytest

from core import actor
from core.actions.steps import What, work_on
from sandbox import Person, ShownMessage
from tests.office import Office
from tests.stories.gateway import CRON, a_gateway
from tests.stories.incidents.emergency import (
    incident,
    opens,
    prepared,
    reads,
    reports,
    settles,
    step_line,
    thread_of,
)

pytestmark = pytest.mark.slow


async def closes(person: Person, card: ShownMessage, reason: str = "") -> str:
    await opens(person, "Close", card)
    if reason:
        await person.fills(reason=reason)
    await person.submits()
    words = await reads(person, "is closed. Its report is in")
    await person.closes(everything=True)
    return words


async def test_it_says_what_is_against_it_and_takes_a_reason(office: Office) -> None:
    await prepared(office)
    card = await reports(office, office.ada)
    await opens(office.ada, "Close", card)
    assert office.ada.modal is not None
    assert "*Still to do*\n:white_large_square: 4. Stop the source\n" in office.ada.modal.all_text
    await office.ada.fills(reason="\u200b")
    await office.ada.submits()
    assert office.ada.modal.errors == {"reason": "Please say why."}
    await office.ada.closes()
    await closes(office.ada, card, "It was a test token")
    await settles(office)

    assert card.text.startswith("Incident P3: Billing (closed).")
    assert card.buttons == []
    report = next(each for each in thread_of(office.ada, card) if ":lock:" in each)
    assert "It was not finished then: “It was a test token”." in report
    assert "From “Report” to “Contained”" in report
    assert f"latchkey incidents report {(await incident(office)).id} --html" in report


async def test_once_everything_is_done_no_reason_is_asked_for(office: Office) -> None:
    await prepared(office)
    card = await reports(office, office.ada, "Revoke without a new one")
    team, now = office.slack.team_id, await incident(office)
    ada = actor.Person(tenant=team, id=office.ada.id, team=team, is_primary_owner=True)
    for step in now.unfinished:
        await work_on(office.product.tools, ada, now.id, step, What.DONE)
    await opens(office.ada, "Close", card)
    assert office.ada.modal is not None
    assert "nothing speaks against it" in office.ada.modal.all_text
    await office.ada.submits()
    await reads(office.ada, "The review is due")
    await settles(office)

    assert (await incident(office)).reason == ""
    assert "Evidence: the incident is closed" in step_line(card, 16)


async def test_evidence_that_turned_since_is_named(sqlite_office: Office) -> None:
    office = sqlite_office
    token = await prepared(office)
    gateway = await a_gateway(office)
    card = await reports(office, office.ada)
    await gateway.passes((token, CRON))
    await opens(office.ada, "Close", card)

    assert office.ada.modal is not None
    assert "The evidence speaks against it: the old token was tried" in office.ada.modal.all_text
    assert "*11. See the old token dead*" in office.ada.modal.all_text


async def test_the_review_is_asked_for_on_its_day(sqlite_office: Office) -> None:
    office = sqlite_office
    await prepared(office)
    card = await reports(office, office.ada)
    await closes(office.ada, card, "Done elsewhere")
    await office.pass_(timedelta(days=30))
    await settles(office)

    (review,) = [
        each for each in office.adi.sees if "The review of the incident of *Billing* is due" in each.text
    ]
    assert review.buttons == ["Where was it used", "Report as files"]
    await opens(office.adi, "Where was it used", review)
    await reads(office.adi, "Who used it since then")


async def test_closing_says_that_a_quarantine_stays(sqlite_office: Office) -> None:
    office = sqlite_office
    await prepared(office)
    card = await reports(office, office.ada, "Quarantine first")
    await opens(office.ada, "Close", card)
    assert office.ada.modal is not None
    assert "The quarantine stays until somebody lifts it on *Show*." in office.ada.modal.all_text
    await office.ada.closes()
    await closes(office.ada, card, "It was ours")

    assert (await office.integration("Billing")).quarantine is not None


async def test_the_72_hours_do_not_stop_for_a_closing(sqlite_office: Office) -> None:
    office = sqlite_office
    await prepared(office)
    card = await reports(office, office.ada, personal="Yes: the 72 hours run")
    await opens(office.ada, "Close", card)
    assert office.ada.modal is not None
    assert "the 72 hours go on until they are over" in office.ada.modal.all_text
    await office.ada.closes()
    await closes(office.ada, card, "Done elsewhere")
    await office.pass_(timedelta(hours=25))
    await settles(office)
    await office.pass_(timedelta(hours=48))
    await settles(office)

    told = [each for each in office.ada.sees if each.thread_ts == card.ts and "72" in each.text]
    assert ["About 46 hours" in told[-2].text, "are over" in told[-1].text] == [True, True]
    assert all("the incident was closed, but not that" in each.text for each in told[-2:])
    assert told[-1].buttons == ["Where was it used"], "what is closed cannot be worked on"
    await office.pass_(timedelta(days=1))
    assert [each for each in office.ada.sees if each.thread_ts == card.ts and "72" in each.text] == told


async def test_what_is_pressed_on_an_old_screen_of_a_closed_one_does_nothing(sqlite_office: Office) -> None:
    office = sqlite_office
    await prepared(office)
    card = await reports(office, office.ada)
    await opens(office.adi, "Give an update", card)
    await office.adi.fills(text="Too late")
    await closes(office.ada, card, "Done elsewhere")
    await office.adi.submits()

    await reads(office.adi, "This incident is closed, so nothing was changed")
