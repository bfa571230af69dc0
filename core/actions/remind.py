"""Remind people of rotations: what is due to be said is put into the outbox, once.

Nothing is said that was not claimed; what was said is settled, and the next stage planned, in the same
transaction. A rotation meanwhile takes its row out of the claim, and nothing is said of it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from core.actor import Person, Role
from core.notices import Notice
from core.ports import Tools
from core.refusals import Refused
from core.reminders.audience import Office, Reader
from core.reminders.decision import Later, Reached, Waiting, decide
from core.reminders.items import Item, Part, digest, reminder
from core.reminders.ports import Whereabouts

LEASE = timedelta(minutes=1)
"""What a killed process held is claimed again then; whoever is slower says nothing any more: see `still`."""
SLACK_SILENT = timedelta(minutes=5)
"""After this, ask again where somebody is."""
NOBODY_THERE = timedelta(hours=1)
"""After this, look again whether there is anybody to tell."""
SINGLY = 3
"""More than so many for one reader at once become a digest."""

News = tuple[Reader, datetime, Item]
"""Who hears of what, and not before when."""


async def remind(tools: Tools, where: Whereabouts, claimed: Sequence[Waiting]) -> Counter[str]:
    """`claimed`: of one workspace and one claim. Returns how often each thing was done."""
    now = tools.now()
    office = await _office(tools, where, claimed)
    unclear = [each for each in claimed if not office.is_clear(each)]
    later, due = _sorted(office, [each for each in claimed if office.is_clear(each)], now)
    await tools.store.reminders.put_off({**later, **dict.fromkeys(unclear, now + SLACK_SILENT)})
    said = await _say(tools, office, due, now) if due else Counter()
    return said + Counter({"put off": len(later), "slack silent": len(unclear)})


async def _office(tools: Tools, where: Whereabouts, claimed: Sequence[Waiting]) -> Office:
    """As far as Slack says who is there."""
    tenant = claimed[0].tenant
    async with tools.store.reading(tenant) as reading:
        workspace, grants = await reading.workspace(), await reading.grants()
    admins = [user for user, role in grants if role is Role.ADMIN]
    asked = {user for each in claimed for user in (each.owner, each.backup) if user} | set(admins)
    people: dict[str, Person] = {}
    for user in sorted(asked):
        with suppress(Refused):
            people[user] = await where(tenant, user)
    return Office(people=people, admins=admins, channel=workspace.security_channel, zone=workspace.time_zone)


def _sorted(
    office: Office, claimed: Iterable[Waiting], now: datetime
) -> tuple[Mapping[Waiting, datetime], Mapping[Waiting, Reached]]:
    """What is to be said later, and what now."""
    later: dict[Waiting, datetime] = {}
    due: dict[Waiting, Reached] = {}
    for each in claimed:
        decided = decide(each, office.zone_of(each), now)
        if isinstance(decided, Later):
            later[each] = decided.at
        elif office.readers(each, decided):
            due[each] = decided
        else:
            later[each] = now + NOBODY_THERE
    return later, due


async def _say(tools: Tools, office: Office, due: Mapping[Waiting, Reached], now: datetime) -> Counter[str]:
    counts: Counter[str] = Counter()
    async with tools.store.transaction(next(iter(due)).tenant) as tx:
        mine = {each: due[each] for each in await tx.reminders.still(list(due))}
        await tx.reminders.said(mine)
        for notice, not_before in _notices(_news(office, mine, now)):
            await tx.say(notice, not_before=not_before)
            counts[notice.kind.value] += 1
    counts["said"] = len(mine)
    counts["merged"] = sum(len(reached.stages) - 1 for reached in mine.values())
    return counts


def _news(office: Office, said: Mapping[Waiting, Reached], now: datetime) -> Iterable[News]:
    for each, reached in said.items():
        for reader in office.readers(each, reached):
            yield reader, reader.hears(each, reached, now), each.item(reached.latest)


def _notices(news: Iterable[News]) -> Iterable[tuple[Notice, datetime]]:
    """What comes to one reader at one time goes together, the most urgent first."""
    together: dict[tuple[str, Part, datetime], list[Item]] = {}
    for reader, at, item in news:
        together.setdefault((reader.id, reader.part, at), []).append(item)
    for (to, part, at), items in together.items():
        items.sort(key=lambda item: item.due_at)
        if len(items) > SINGLY:
            yield digest(items, to, part), at
        else:
            yield from ((reminder(item, to, part), at) for item in items)
