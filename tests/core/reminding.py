"""The sweep of reminders, among people who are somewhere, or have gone, or of whom Slack says nothing."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from core.actions.remind import LEASE, remind
from core.actor import Person
from core.notices import Kind, Notice
from core.refusals import NotAMember
from core.reminders.decision import Waiting
from tests.core.examples import DAY
from tests.core.ground import ADA, HOME, MAX, OLIVE, Ground

CHANNEL = "C-SECURITY"
START = datetime.fromisoformat("2027-03-01T09:30Z")
DUE = timedelta(days=90)
"""From the beginning of these tests: Sunday, 30 May 2027, 09:30 UTC."""
MONTH_BEFORE = DUE - 30 * DAY
"""A Friday."""


@dataclass
class World:
    """Where people are, as Slack would say it."""

    people: dict[str, Person] = field(default_factory=lambda: {each.id: each for each in (ADA, MAX, OLIVE)})
    silent: set[str] = field(default_factory=set)
    """Of whom Slack says nothing."""

    def moves(self, person: Person, zone: str) -> None:
        self.people[person.id] = replace(person, time_zone=zone)

    def leaves(self, person: Person) -> None:
        self.people[person.id] = replace(person, is_deactivated=True)

    def becomes_guest(self, person: Person) -> None:
        self.people[person.id] = replace(person, is_guest=True)

    async def where(self, tenant: str, user: str) -> Person:
        if user in self.silent:
            raise NotAMember
        return self.people[user]


@pytest.fixture
def world() -> World:
    return World()


async def claimed(ground: Ground) -> list[list[Waiting]]:
    queue = ground.tools.store.reminders
    found = await queue.claim(ground.clock.now, lease=LEASE, people=50, tenant=HOME)
    return [list(each) for each in found]


async def sweep(ground: Ground, world: World) -> Counter[str]:
    together = [each for mine in await claimed(ground) for each in mine]
    return await remind(ground.tools, world.where, together) if together else Counter()


async def heard(ground: Ground, world: World, at: timedelta) -> list[Notice]:
    """What is said when the sweep looks at `at` after the beginning of the test."""
    before = {each.id for each in await ground.said()}
    ground.clock.pass_(at - (ground.clock.now - START))
    while await sweep(ground, world):
        pass
    new = [each for each in await ground.said() if each.id not in before]
    return [each.notice for each in new if each.notice.kind in {Kind.REMINDER, Kind.REMINDER_DIGEST}]


def told(notices: list[Notice]) -> set[tuple[str, str, str]]:
    return {(each.to, each.facts["for"], each.facts.get("stage", "several")) for each in notices}


async def deliverable(ground: Ground, at: datetime) -> set[str]:
    due = await ground.database.outbox.due(at, 100)
    return {each.notice.to for each in due if each.notice.facts.get("stage") == "0"}
