"""When an owner leaves, somebody is asked to take over, and more people are, until somebody does."""

from core.actor import Role
from core.audit import OPERATOR
from core.orphans import TO_ADMINS, TO_CHANNEL
from sandbox import Person, ShownMessage
from tests.office import Office, everything
from tests.stories.reminders.calendar import DAY, redrawn
from tests.stories.reminders.test_fleet_board import SECURITY, sets_channel


def asked(person: Person, channel: str = "") -> list[ShownMessage]:
    """To take over what Mia left behind."""
    told = [each for each in person.sees if "is not here any more" in each.text]
    return [each for each in told if (each.channel == SECURITY) == bool(channel)]


async def gone(office: Office, *, backup: str = "") -> None:
    """Mia owns Billing, and is deactivated."""
    async with office.product.tools.store.transaction(office.slack.team_id) as tx:
        await tx.set_role(office.ada.id, Role.ADMIN, by=OPERATOR)
    also = {"backup_owner": backup} if backup else {}
    await office.creates(office.ada, "Billing", owner=office.mia.id, **also)
    office.slack.deactivate(office.mia)
    await office.slack.settles()
    await office.pass_(DAY)


async def test_the_backup_owner_is_asked_and_takes_over_with_one_press(office: Office) -> None:
    await gone(office, backup=office.adi.id)
    (card,) = asked(office.adi)
    assert not asked(office.ada)
    await office.adi.clicks("Claim", in_=card)
    await redrawn(office)
    assert f"<@{office.adi.id}> looks after *Billing* now" in card.text
    integration = await office.integration("Billing")
    assert (integration.owner, integration.backup_owner) == (office.adi.id, "")


async def test_it_goes_to_the_channel_and_then_to_the_admins_until_somebody_takes_it(
    sqlite_office: Office,
) -> None:
    office = sqlite_office
    await sets_channel(office, "security")
    await gone(office, backup=office.adi.id)
    assert not asked(office.ada, SECURITY)
    await office.pass_(TO_CHANNEL)
    assert len(asked(office.ada, SECURITY)) == 1
    await office.pass_(TO_ADMINS)
    assert asked(office.ada)
    await office.ada.clicks("Claim", in_=asked(office.ada)[0])
    await redrawn(office)
    before = len(asked(office.ada))
    await office.pass_(30 * DAY)
    assert len(asked(office.ada)) <= before


async def test_who_left_while_nobody_listened_is_found_within_a_day(sqlite_office: Office) -> None:
    office = sqlite_office
    async with office.product.tools.store.transaction(office.slack.team_id) as tx:
        await tx.set_role(office.ada.id, Role.ADMIN, by=OPERATOR)
    await office.creates(office.ada, "Billing", owner=office.mia.id)
    office.slack.world.workspace.user(office.mia.id).deleted = True
    await office.pass_(2 * DAY)
    assert asked(office.ada)


async def test_a_stranger_to_it_cannot_claim_it(sqlite_office: Office) -> None:
    office = sqlite_office
    await sets_channel(office, "security")
    await gone(office)
    (card,) = [each for each in office.max.sees if "is not here any more" in each.text]
    await office.max.clicks("Claim", in_=card)
    await office.max.waits_until(lambda: "That integration is not here" in everything(office.max))
    await redrawn(office)
    assert (await office.integration("Billing")).owner == office.mia.id


async def test_whoever_claims_it_second_hears_who_was_first(sqlite_office: Office) -> None:
    office = sqlite_office
    await sets_channel(office, "security")
    await gone(office, backup=office.max.id)
    await office.pass_(TO_CHANNEL)
    (shared,), (own,) = asked(office.ada, SECURITY), asked(office.max)
    await office.ada.clicks("Claim", in_=shared)
    await office.slack.settles()
    await office.max.clicks("Claim", in_=own)
    await office.max.waits_until(lambda: f"<@{office.ada.id}> changed *Billing*" in everything(office.max))
    await redrawn(office)
    for card in (shared, own):
        assert f"<@{office.ada.id}> looks after *Billing* now" in card.text
        assert not card.buttons


async def test_an_owner_who_is_back_ends_the_matter(sqlite_office: Office) -> None:
    office = sqlite_office
    await gone(office, backup=office.adi.id)
    (card,) = asked(office.adi)
    office.slack.world.workspace.user(office.mia.id).deleted = False
    await office.pass_(DAY)
    await redrawn(office)
    assert f"<@{office.mia.id}> looks after *Billing* now" in card.text
    await office.pass_(TO_ADMINS)
    assert not asked(office.ada)
