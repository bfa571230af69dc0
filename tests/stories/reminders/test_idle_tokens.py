"""A token that nobody uses is asked about once, and stays quiet where nobody can know."""

from sandbox import ShownMessage
from tests.office import Office
from tests.stories.gateway import CURL, Gateway, a_gateway
from tests.stories.reminders.calendar import DAY, redrawn


def asked(office: Office, name: str = "Billing") -> list[ShownMessage]:
    """What Ada was asked about a token that nobody uses, oldest first."""
    return [each for each in office.ada.sees if f"*{name}*" in each.text and "Keep" in each.buttons]


async def one_of_two_is_used(office: Office) -> tuple[Gateway, str]:
    gateway = await a_gateway(office)
    await office.creates(office.ada, "Billing", period="365")
    used = await office.creates(office.ada, "Payroll", period="365")
    await gateway.passes((used, CURL))
    return gateway, used


async def test_the_owner_is_asked_about_what_nobody_used_for_ninety_days(office: Office) -> None:
    gateway, used = await one_of_two_is_used(office)
    await office.pass_(89 * DAY)
    assert not asked(office)
    await gateway.passes((used, CURL))
    await office.pass_(4 * DAY)
    (question,) = asked(office)
    assert "Nobody has used the token of *Billing* since it was made" in question.text
    assert question.buttons[:2] == ["Delete", "Keep"]
    await office.pass_(10 * DAY)
    assert len(asked(office)) == 1
    assert not asked(office, "Payroll")


async def test_who_keeps_it_is_said_and_it_is_asked_again_after_as_long(office: Office) -> None:
    await one_of_two_is_used(office)
    await office.pass_(93 * DAY)
    (question,) = asked(office)
    await office.ada.clicks("Keep", in_=question)
    await redrawn(office)
    assert f"<@{office.ada.id}> keeps *Billing*" in question.text
    assert not question.buttons
    await office.pass_(85 * DAY)
    assert not asked(office)
    await office.pass_(11 * DAY)
    assert len(asked(office)) == 1


async def test_what_was_deleted_is_not_asked_about_any_more(sqlite_office: Office) -> None:
    office = sqlite_office
    await one_of_two_is_used(office)
    await office.pass_(93 * DAY)
    (question,) = asked(office)
    await office.ada.clicks("Delete", in_=question)
    await office.ada.waits_until(lambda: office.ada.modal and office.ada.modal.submit)
    await office.ada.submits()
    await office.ada.waits_until(lambda: "is deleted" in str(office.ada.modal and office.ada.modal.all_text))
    await redrawn(office)
    assert "deleted *Billing*" in question.text


async def test_a_rotation_answers_the_question(sqlite_office: Office) -> None:
    office = sqlite_office
    await one_of_two_is_used(office)
    await office.pass_(93 * DAY)
    (question,) = asked(office)
    await office.rotates(office.ada, "Billing")
    await office.ada.clicks("I saved it")
    await redrawn(office)
    assert "has another token by now" in question.text


async def test_a_use_answers_the_question(sqlite_office: Office) -> None:
    office = sqlite_office
    gateway = await a_gateway(office)
    secret = await office.creates(office.ada, "Billing", period="365")
    await gateway.passes((secret, CURL))
    await office.pass_(93 * DAY)
    (question,) = asked(office)
    await gateway.passes((secret, CURL))
    await office.pass_(DAY)
    await redrawn(office)
    assert "The token of *Billing* is in use again" in question.text
    assert not question.buttons


async def test_where_no_gateway_tells_of_any_use_nothing_is_idle(sqlite_office: Office) -> None:
    await sqlite_office.creates(sqlite_office.ada, "Billing", period="365")
    await sqlite_office.pass_(120 * DAY)
    assert not asked(sqlite_office)
