"""*Report compromised* is wherever somebody may come to fear for a token, and leads to the same dialog."""

from datetime import timedelta

import pytest

from core.incidents.kinds import Exposure, Severity
from sandbox import Person
from tests.office import Office, everything, tokens_seen_by
from tests.stories.gateway import CRON, a_gateway
from tests.stories.incidents.emergency import (
    NAME,
    checklist,
    incident,
    made_responder,
    prepared,
    reads,
    responds,
    sees_dialog,
    settles,
    step_line,
)
from tests.stories.reminders.calendar import comes_to, latest
from tests.stories.test_found_a_token import REPORT, asks, posted
from tests.stories.test_leak_reports import WHERE, asks_first
from tests.stories.test_leak_reports import reports as leaks

pytestmark = pytest.mark.slow

LABEL = "Report compromised"


async def presses(person: Person, words: str) -> str:
    """On the newest message with these words."""
    message = next(each for each in reversed(person.sees) if words in each.all_text and LABEL in each.buttons)
    await person.clicks(LABEL, in_=message)
    return await sees_dialog(person)


async def test_from_a_message_with_a_token_in_it_which_is_noted_as_its_source(office: Office) -> None:
    token = await prepared(office)
    await made_responder(office, office.max)
    message = await posted(office, f"look: `{token}`")
    await office.max.uses_message_shortcut(REPORT, message)
    await reads(office.max, "it works")
    await office.max.clicks(LABEL)
    words = await sees_dialog(office.max)
    assert f"The one you gave is its token v1 (…{token[-4:]}), which works." in words
    await responds(office.max)
    await office.max.closes(everything=True)

    card = await checklist(office)
    assert "Evidence: the token was recognised by its digest" in step_line(card, 2)
    assert (await incident(office)).source == f"{message.channel} {message.ts}"
    assert not await office.accepts(token)


async def test_from_is_this_ours(office: Office) -> None:
    token = await prepared(office)
    await asks(office.ada, f"Bearer {token}")
    await reads(office.ada, "it works")
    await office.ada.clicks(LABEL)
    await responds(office.ada, "Revoke without a new one")

    assert not await office.accepts(token)
    assert (await incident(office)).by_digest


async def test_from_show_and_from_a_row_of_the_list(office: Office) -> None:
    ada = office.ada
    await prepared(office)
    await ada.types(f"/integrations show {NAME}")
    await reads(ada, "What happened last")
    await ada.clicks(LABEL)
    await sees_dialog(ada)
    await ada.closes(everything=True)
    await ada.types("/integrations")
    await ada.waits_until(lambda: ada.modal and NAME in ada.modal.all_text)
    await ada.picks("row", LABEL, beside=NAME)
    await responds(ada)

    new = await office.is_shown_a_token(ada)
    assert await office.accepts(new), "where the command for the list was typed"


async def test_from_a_reminder(sqlite_office: Office) -> None:
    office = sqlite_office
    await prepared(office)
    await comes_to(office, 7)
    await office.ada.clicks(LABEL, in_=latest(office.ada))
    await responds(office.ada, "Revoke without a new one")


async def test_from_a_leak_that_asks_first(sqlite_office: Office) -> None:
    office = sqlite_office
    token = await office.creates(office.ada, NAME, scopes=["contacts.write"])
    await asks_first(office.ada, NAME)
    await leaks(office, token)
    await settles(office)
    assert f"The one you gave is its token v1 (…{token[-4:]})" in await presses(
        office.ada, "set to ask first"
    )
    await responds(office.ada)

    assert not await office.accepts(token)
    opened = await incident(office)
    assert (opened.severity, opened.exposed.exposure) == (Severity.P1, Exposure.PUBLIC), "nobody filled it in"
    assert (opened.exposed.where, opened.exposed.link, opened.by_digest) == ("commit", WHERE, True)


async def test_from_a_leak_that_asks_first_with_one_press_and_no_dialog(sqlite_office: Office) -> None:
    office = sqlite_office
    token = await prepared(office)
    await asks_first(office.ada, NAME)
    await leaks(office, token)
    await settles(office)
    alert = next(each for each in office.max.sees if "set to ask first" in each.all_text)
    await office.max.clicks("Revoke now", in_=alert)
    await office.max.waits_until(lambda: "That integration is not here" in everything(office.max))
    assert await office.accepts(token), "he holds no role"

    await made_responder(office, office.max)
    await office.max.clicks("Revoke now", in_=alert)
    await office.max.waits_until(lambda: "is refused from now on" in everything(office.max))
    assert not await office.accepts(token)
    opened = await incident(office)
    assert (opened.severity, opened.lead, opened.exposed.link) == (Severity.P2, office.max.user.id, WHERE)
    await office.max.clicks("Revoke now", in_=alert)
    await office.max.waits_until(lambda: "nothing left to revoke" in everything(office.max))


async def test_from_a_dead_token_that_is_still_tried(sqlite_office: Office) -> None:
    office = sqlite_office
    old = await prepared(office)
    gateway = await a_gateway(office)
    await gateway.passes((old, CRON))
    await office.rotates(office.ada, NAME, overlap="As soon as the new one is confirmed")
    await office.ada.clicks("I saved it")
    await office.ada.waits_until(lambda: old not in everything(office.ada))
    await office.pass_(timedelta(hours=2))
    await gateway.passes((old, CRON))
    await office.pass_(timedelta(hours=2))
    await settles(office)

    assert "which does not work any more" in await presses(office.ada, "one was forgotten")


async def test_from_an_overlap_that_ends_while_somebody_needs_it(sqlite_office: Office) -> None:
    office = sqlite_office
    old = await prepared(office)
    await office.rotates(office.ada, NAME, overlap="7 days later")
    await office.ada.clicks("I saved it")
    await office.ada.waits_until(lambda: not tokens_seen_by(office.ada))
    assert await office.accepts(old)
    await office.pass_(timedelta(days=6, hours=2))
    await settles(office)

    assert "2 tokens that work" in await presses(office.ada, "stops working")
    await responds(office.ada, "Revoke without a new one")
    assert not await office.accepts(old)
