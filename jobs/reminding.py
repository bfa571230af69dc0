"""The sweep of rotation reminders: many people at once, and one after the other where that does not work.

Together it takes a quarter of the time, and a channel hears of several people's integrations in one message.
One person who cannot be told holds up nobody.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

import structlog

from core.actions.remind import LEASE, remind
from core.ports import Tools
from core.reminders.decision import Waiting
from core.reminders.ports import Whereabouts
from jobs.job import Deps, Report

PEOPLE = 50
"""Claimed at once."""
CLAIMS = 20
"""In one run, so that after an outage the most urgent are said first and the rest in the next runs."""

log = structlog.get_logger(__name__)


async def reminding(deps: Deps, now: datetime) -> Report:
    counts: Counter[str] = Counter()
    tools = deps.as_of(now)
    for _ in range(CLAIMS):
        people = await tools.store.reminders.claim(now, lease=LEASE, people=PEOPLE, tenant=deps.tenant)
        if not people:
            break
        for _, workspace in groupby(sorted(people, key=_tenant), _tenant):
            counts += await _together(tools, deps.where, list(workspace))
    return Report(counts)


def _tenant(claimed: Sequence[Waiting]) -> str:
    return claimed[0].tenant


async def _together(tools: Tools, where: Whereabouts, people: Sequence[Sequence[Waiting]]) -> Counter[str]:
    try:
        return await remind(tools, where, [each for claimed in people for each in claimed])
    except Exception:
        log.exception("reminders_one_by_one", tenant=_tenant(people[0]))
    return sum([await _one(tools, where, claimed) for claimed in people], Counter())


async def _one(tools: Tools, where: Whereabouts, claimed: Sequence[Waiting]) -> Counter[str]:
    try:
        return await remind(tools, where, claimed)
    except Exception:
        # Their lease runs out, and they are handed out again, here or elsewhere.
        log.exception("reminders_left_to_their_lease", tenant=_tenant(claimed))
        return Counter({"left": len(claimed)})
