"""What people will be reminded of, as far as it can be told without Slack."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from core.actor import Person, Role
from core.ports import Tools
from core.reminders.audience import Office
from core.reminders.forecast import Foretold, forecast


@dataclass(frozen=True, slots=True)
class Foreseen:
    name: str
    """The integration's."""
    foretold: Foretold


async def foresee(tools: Tools, tenant: str, span: timedelta) -> Sequence[Foreseen]:
    """The earliest first. Everybody is taken to be there, and to live by the workspace's own clock."""
    now = tools.now()
    until = now + span
    found: list[Foreseen] = []
    async with tools.store.reading(tenant) as reading:
        workspace, grants = await reading.workspace(), await reading.grants()
        admins = [user for user, role in grants if role is Role.ADMIN]
        rows = await reading.reminders.ahead(until)
        readers = {*admins, *(user for each in rows for user in (each.owner, each.backup) if user)}
        people = {
            user: Person(tenant=tenant, id=user, team=tenant, time_zone=workspace.time_zone)
            for user in readers
        }
        office = Office(
            people=people, admins=admins, channel=workspace.security_channel, zone=workspace.time_zone
        )
        for each in rows:
            coming = [one for one in forecast(each, office, now, until) if one.at <= until]
            if coming:
                name = (await reading.integration(each.integration_id)).name
                found += [Foreseen(name, one) for one in coming]
    return sorted(found, key=lambda each: (each.foretold.at, each.name))
