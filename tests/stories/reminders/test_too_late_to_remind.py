"""A reminder that is overtaken on its way is not said."""

from core.reminders.items import Item, Part, reminder
from tests.office import Office, tokens_seen_by
from tests.stories.reminders.calendar import about


async def test_what_was_rotated_while_its_reminder_was_on_its_way_is_not_said(office: Office) -> None:
    ada = office.ada
    await office.creates(ada, "Billing")
    before = await office.integration("Billing")
    assert before.current is not None
    assert before.due_at is not None
    await office.rotates(ada, "Billing", overlap="7 days later")
    await ada.clicks("I saved it")
    await ada.waits_until(lambda: not tokens_seen_by(ada))

    waiting = (await office.database.outbox.counts())["waiting"]
    item = Item(before.id, before.current.id, before.due_at, 7)
    async with office.product.tools.store.transaction(office.slack.team_id) as tx:
        await tx.say(reminder(item, ada.id, Part.OWNER))
    await office.tick()
    assert about(ada) == []
    assert (await office.database.outbox.counts())["waiting"] == waiting, "nor tried again"
