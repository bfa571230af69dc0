"""A rotation comes due: who hears of it, when, and that nobody hears of it twice."""

from datetime import datetime, timedelta

from sandbox import Person
from tests.office import Office

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def reminders(person: Person) -> list[str]:
    return [message.all_text for message in person.sees if "due for rotation" in message.all_text]


async def until(office: Office, when: datetime) -> None:
    """Time goes by, with a look every hour."""
    while office.clock.now < when:
        await office.pass_(HOUR)


async def test_the_owner_is_reminded_in_their_morning_and_once(sqlite_office: Office) -> None:
    office = sqlite_office
    await office.creates(office.ada, "Billing")
    due = (await office.integration("Billing")).due_at
    assert due is not None
    month_before = due - 30 * DAY
    await until(office, month_before.replace(hour=0, minute=0) - 3 * DAY)
    assert reminders(office.ada) == []
    await until(office, month_before + 3 * DAY)
    assert len(reminders(office.ada)) == 1
    assert "Billing" in reminders(office.ada)[0]
