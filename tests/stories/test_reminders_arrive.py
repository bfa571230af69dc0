"""A rotation comes due: who hears of it, when, and that nobody hears of it twice."""

from datetime import timedelta

from sandbox import Person
from tests.office import Office

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def reminders(person: Person) -> list[str]:
    return [message.all_text for message in person.sees if "due for rotation" in message.all_text]


async def test_the_owner_is_reminded_in_their_morning_and_once(sqlite_office: Office) -> None:
    office = sqlite_office
    await office.creates(office.ada, "Billing")
    due = (await office.integration("Billing")).due_at
    assert due is not None
    # Ada is in Berlin, and the month before the due date begins on a Friday.
    early_morning = (due - 30 * DAY).replace(hour=0, minute=0)
    await office.pass_(early_morning - office.clock.now)
    heard_at: list[int] = []
    for _ in range(48):
        await office.pass_(HOUR)
        if len(reminders(office.ada)) > len(heard_at):
            heard_at.append((office.clock.now - early_morning) // HOUR)
    assert heard_at == [7], "nine in the morning, by summer time"
    assert "Billing" in reminders(office.ada)[0]
