"""Leaks that wait for a person: how often they are asked, and whom that may be."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from core.actor import LEAST_ROLE, Right, Role
from core.leaks.report import Leak
from core.notices import Kind, Notice
from core.ports import Reading, Transaction

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOURS, DAYS = 6, 7
ENOUGH = 50
"""Of those that wait, so many are looked at to find out whom to ask."""


def held_rounds(waited: timedelta) -> int:
    """How often to have asked again by then: each hour for a while, then each day until somebody decides."""
    return min(waited // HOUR, HOURS) + waited // DAY


def alerted_rounds(waited: timedelta) -> int:
    """After an hour, and each day for a week: it was somebody's choice that people decide."""
    return min(waited // HOUR, 1) + min(waited // DAY, DAYS)


async def time_to_ask(reading: Reading, now: datetime) -> bool:
    oldest = await reading.leaks.held(1, until=now)
    return bool(oldest) and not await reading.was_said(_round(oldest[0], now))


async def ask_about_held(tx: Transaction, now: datetime) -> bool:
    """Whoever may decide, about all that is held at once, and in each round once. False if it was."""
    held = await tx.leaks.held(ENOUGH, until=now)
    if not held or not await tx.first_time(_round(held[0], now)):
        return False
    oldest = held[0]
    facts = {"since": oldest.at.isoformat()} if held_rounds(now - oldest.at) else {}
    notice = Notice(
        kind=Kind.LEAKS_HELD, to="", integration_id=oldest.integration_id, facts=facts, urgent=True
    )
    for reader in await deciders(tx, held):
        await tx.say(replace(notice, to=reader))
    return True


def _round(oldest: Leak, now: datetime) -> str:
    return f"held since {oldest.at.isoformat()} {held_rounds(now - oldest.at)}"


async def deciders(reading: Reading, held: Sequence[Leak]) -> Sequence[str]:
    """The security channel and the admins, or else whoever was given a role that is enough.

    Nobody knows Slack's own admins by name. Where no role was given, they are among those who made what is
    held: that took more than this does.
    """
    grants = await reading.grants()
    channel = (await reading.workspace()).security_channel
    admins = [user for user, role in grants if role is Role.ADMIN]
    others = [user for user, role in grants if role >= LEAST_ROLE[Right.COMPROMISE]]
    first = [channel, *admins] if channel else admins
    return first or others or await _makers_and_owners(reading, held)


async def _makers_and_owners(reading: Reading, held: Sequence[Leak]) -> Sequence[str]:
    people: dict[str, None] = {}
    for leak in held:
        integration = await reading.remembered(leak.integration_id)
        people |= dict.fromkeys((integration.created_by, integration.owner))
    return list(people)
