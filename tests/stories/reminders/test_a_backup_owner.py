"""A backup owner hears of a rotation in the last three days, and in the owner's place when they have gone."""

from core.actor import Role
from core.audit import OPERATOR
from tests.office import Office, everything
from tests.stories.reminders.calendar import about, comes_to, latest


async def with_a_backup(office: Office, stage: int) -> None:
    """Mia owns it, Adi backs her up."""
    await office.creates(office.ada, "Billing", owner=office.mia.id, backup_owner=office.adi.id)
    await comes_to(office, stage, zone="America/New_York")


async def test_the_backup_hears_nothing_a_week_before(sqlite_office: Office) -> None:
    await with_a_backup(sqlite_office, 7)
    assert about(sqlite_office.mia)
    assert not about(sqlite_office.adi)


async def test_the_backup_hears_of_it_three_days_before(office: Office) -> None:
    await with_a_backup(office, 3)
    assert "You hear of it as the backup of its owner" in latest(office.adi).text
    assert "You hear of it as its owner" in latest(office.mia).text


async def test_the_backup_rotates_without_any_role_and_gets_the_new_token(office: Office) -> None:
    ada, max_ = office.ada, office.max
    old = await office.creates(ada, "Billing", owner=ada.id, backup_owner=max_.id)
    await comes_to(office, 3)
    await max_.clicks("Rotate", in_=latest(max_))
    await max_.waits_until(lambda: max_.modal and max_.modal.submit)
    await max_.submits()
    new = await office.is_shown_a_token(max_)
    assert await office.accepts(old)
    assert await office.accepts(new)


async def test_whoever_owns_it_cannot_back_themselves_up(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    await sqlite_office.fills_create_form(ada, "Billing", owner=ada.id, backup_owner=ada.id)
    await ada.submits()
    assert ada.modal is not None
    assert "somebody else than the owner" in str(ada.modal.errors)


async def test_a_guest_cannot_be_a_backup(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    guest = sqlite_office.gus
    await sqlite_office.fills_create_form(ada, "Billing", owner=ada.id, backup_owner=guest.id)
    await ada.submits()
    await ada.waits_until(lambda: "full member" in everything(ada))


async def test_a_backup_who_takes_over_backs_nobody_up_any_more(sqlite_office: Office) -> None:
    office = sqlite_office
    async with office.product.tools.store.transaction(office.slack.team_id) as tx:
        await tx.set_role(office.adi.id, Role.MANAGER, by=OPERATOR)
    await with_a_backup(office, 3)
    await office.adi.clicks("Reassign", in_=latest(office.adi))
    await office.adi.waits_until(lambda: office.adi.modal and office.adi.modal.submit)
    await office.adi.fills(owner=office.adi.id)
    await office.adi.submits()
    await office.adi.waits_until(lambda: "from now on" in str(office.adi.modal and office.adi.modal.all_text))
    async with office.product.tools.store.reading(office.slack.team_id) as reading:
        now = await reading.named("Billing")
    assert (now.owner, now.backup_owner) == (office.adi.id, "")
