"""Somebody has found a token: in a message, by its menu, or elsewhere, by asking whose it is."""

from datetime import timedelta

import pytest

from core.actor import Role
from core.leaks.asking import MOST, WITHIN
from sandbox import NotPossibleError, Person, ShownMessage
from tests.core.test_finding_tokens_in_text import changed, minted
from tests.office import Office, everything

REPORT = "report_leaked_token"
NOT_OURS, THANKS = "No token of ours is in it", "Thank you"


async def posted(office: Office, text: str, channel: str = "random") -> ShownMessage:
    """By Mia, where the app is not."""
    office.mia.channel = channel
    await office.mia.types(text)
    return office.mia.sees[-1]


async def reads(person: Person, words: str) -> str:
    await person.waits_until(lambda: person.modal and words in person.modal.all_text)
    assert person.modal is not None
    return person.modal.all_text


async def made_responder(office: Office, person: Person) -> None:
    async with office.product.tools.store.transaction(office.slack.team_id) as tx:
        await tx.set_role(person.id, Role.RESPONDER, by=office.ada.id)


async def asks(person: Person, text: str) -> None:
    await person.opens_home()
    await person.waits_until(lambda: person.home)
    await person.clicks("Is this token ours?", in_=person.home)
    await person.waits_until(lambda: person.modal and person.modal.submit)
    await person.fills(pasted=text)
    await person.submits()


# --- the message's menu


async def test_who_may_respond_is_told_whose_token_is_in_a_message(office: Office) -> None:
    token = await office.creates(office.ada, "Billing sync")
    await made_responder(office, office.max)
    message = await posted(office, f"look: `{token}`")
    await office.max.uses_message_shortcut(REPORT, message)

    words = await reads(office.max, "Billing sync")
    assert "it works" in words
    assert token not in words
    assert await office.accepts(token), "what is to be done is for them to say"


async def test_who_may_not_know_names_has_reported_it_by_that(office: Office) -> None:
    token = await office.creates(office.ada, "Billing sync")
    message = await posted(office, token)
    await office.max.uses_message_shortcut(REPORT, message)

    words = await reads(office.max, THANKS)
    assert "Billing sync" not in words + everything(office.max)
    assert not await office.accepts(token)
    await office.tick()
    await office.ada.waits_until(lambda: "in a conversation here" in everything(office.ada))


async def test_its_owner_knows_it_without_any_role(sqlite_office: Office) -> None:
    office = sqlite_office
    await office.creates(office.ada, "Billing sync", owner=office.max.id)
    token = await office.rotates(office.ada, "Billing sync")
    await office.max.uses_message_shortcut(REPORT, await posted(office, token))

    assert "it works" in await reads(office.max, "Billing sync")


async def test_a_guest_is_refused_and_nothing_is_done(sqlite_office: Office) -> None:
    office = sqlite_office
    token = await office.creates(office.ada, "Billing sync")
    await office.gus.uses_message_shortcut(REPORT, await posted(office, token, "general"))

    await reads(office.gus, "Only full members")
    assert await office.accepts(token)
    await office.gus.closes()
    await office.gus.opens_home()
    await office.gus.waits_until(lambda: office.gus.home)
    await office.gus.clicks("Is this token ours?", in_=office.gus.home)
    await reads(office.gus, "Only full members")


async def test_a_dead_token_says_since_when_and_two_of_one_integration_are_one_answer(
    sqlite_office: Office,
) -> None:
    office = sqlite_office
    old = await office.creates(office.ada, "Billing sync")
    new = await office.rotates(office.ada, "Billing sync")
    await office.ada.uses_message_shortcut(REPORT, await posted(office, f"{old} {new}", "general"))
    assert (await reads(office.ada, "Billing sync")).count("Billing sync") == 1
    await office.ada.closes()

    await office.ada.types("/integrations delete Billing sync")
    await office.ada.waits_until(lambda: office.ada.modal and office.ada.modal.submit)
    await office.ada.submits()
    await reads(office.ada, "is deleted")
    await office.ada.closes()
    await office.ada.uses_message_shortcut(REPORT, await posted(office, new, "general"))
    assert "That is, or was, a token of ours" in await reads(office.ada, THANKS)


async def test_a_message_without_a_token_leads_to_the_question_whose_it_is(sqlite_office: Office) -> None:
    office, ada = sqlite_office, sqlite_office.ada
    token = await office.creates(ada, "Billing sync")
    await ada.uses_message_shortcut(REPORT, await posted(office, "nothing here", "general"))
    await reads(ada, "There is no token of ours in that message")

    await ada.fills(pasted=f"but here: {token}")
    await ada.submits()
    assert token not in await reads(ada, "Billing sync")


async def test_our_own_token_message_has_no_such_menu(sqlite_office: Office) -> None:
    office, ada = sqlite_office, sqlite_office.ada
    await office.fills_create_form(ada, "Billing sync")
    await ada.submits()
    await office.is_shown_a_token(ada)
    await office.reads_where_it_is(ada)

    with pytest.raises(NotPossibleError, match="messages that stay only"):
        await ada.uses_message_shortcut(REPORT, ada.sees[-1])


# --- is this ours?


async def test_what_is_pasted_is_named_to_who_may_know_and_never_shown_again(office: Office) -> None:
    token = await office.creates(office.ada, "Billing sync")
    await asks(office.ada, f"Bearer {token}")

    assert token not in await reads(office.ada, "Billing sync")
    answers = [call for call in office.slack.calls if call.method == "views.update"]
    assert not any(token in str(call.args) for call in answers)


async def test_who_may_not_know_has_reported_it_by_asking(sqlite_office: Office) -> None:
    office = sqlite_office
    token = await office.creates(office.ada, "Billing sync")
    await asks(office.max, token)

    assert "Billing sync" not in await reads(office.max, THANKS)
    assert not await office.accepts(token)


@pytest.mark.parametrize("person", ["ada", "max"])
async def test_what_is_not_ours_is_said_to_anybody(sqlite_office: Office, person: str) -> None:
    office = sqlite_office
    token = await office.creates(office.ada, "Billing sync")
    await asks(office.slack.person(person), f"{changed(token, 30)} {minted(seed=9)}")

    await reads(office.slack.person(person), NOT_OURS)
    assert await office.accepts(token)


async def test_help_has_the_question_too(sqlite_office: Office) -> None:
    max_ = sqlite_office.max
    await max_.types("/integrations help")
    await max_.waits_until(lambda: max_.sees)
    await max_.clicks("Is this token ours?", in_=max_.sees[-1])

    await reads(max_, "Paste what you have found")


async def test_a_program_is_asked_to_wait_and_so_is_nobody_else(sqlite_office: Office) -> None:
    office, max_ = sqlite_office, sqlite_office.max
    for _ in range(MOST):
        await asks(max_, "pit_nothing")
        await reads(max_, NOT_OURS)
        await max_.closes(everything=True)

    await asks(max_, "pit_nothing")
    await reads(max_, "Please wait a little")
    await asks(office.adi, "pit_nothing")
    await reads(office.adi, NOT_OURS)

    await max_.closes(everything=True)
    await office.pass_(WITHIN + timedelta(seconds=1))
    await asks(max_, "pit_nothing")
    await reads(max_, NOT_OURS)
