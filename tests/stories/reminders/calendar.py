"""Days on which reminders come, and what people then have before them."""

from datetime import timedelta

from core.reminders.hours import moment
from sandbox import Person, ShownMessage
from tests.office import Office

BERLIN = "Europe/Berlin"
"""Where Ada is."""
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
STAGES = (30, 14, 7, 3, 1, 0, -1, -3)


async def comes_to(office: Office, stage: int, name: str = "Billing", zone: str = BERLIN) -> None:
    """To the hour after that stage, with a stop at each stage before it."""
    due = (await office.integration(name)).due_at
    assert due is not None
    for each in STAGES[: STAGES.index(stage) + 1]:
        at = moment(due, each, zone) + HOUR
        if at > office.clock.now:
            await office.pass_(at - office.clock.now)


def about(person: Person, name: str = "Billing") -> list[ShownMessage]:
    """What she reads of its rotation, oldest first; her own token messages aside."""
    told = ("due for rotation", "overdue", "rotated", "continues", "deleted", "’s now", "was ended")
    return [
        message
        for message in person.sees
        if f"*{name}*" in message.all_text and any(each in message.text for each in told)
    ]


def latest(person: Person, name: str = "Billing") -> ShownMessage:
    return about(person, name)[-1]


async def redrawn(office: Office) -> None:
    """A few seconds later: cards are drawn one after the other."""
    for _ in range(4):
        await office.pass_(timedelta(seconds=2))


def ways(message: ShownMessage) -> list[str]:
    """What can be done about the rotation; *Report compromised* stands on everything."""
    return [label for label in message.buttons if label != "Report compromised"]
