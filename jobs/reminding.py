"""The sweep of rotation reminders: person after person, so that one who cannot be told holds up nobody."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

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
    tools = replace(deps.tools, now=lambda: now)
    for _ in range(CLAIMS):
        people = await tools.store.reminders.claim(now, lease=LEASE, people=PEOPLE, tenant=deps.tenant)
        if not people:
            break
        for claimed in people:
            counts += await _one(tools, deps.where, claimed)
    return Report(counts)


async def _one(tools: Tools, where: Whereabouts, claimed: Sequence[Waiting]) -> Counter[str]:
    try:
        return await remind(tools, where, claimed)
    except Exception:
        # Their lease runs out, and they are handed out again, here or elsewhere.
        log.exception("reminders_left_to_their_lease", tenant=claimed[0].tenant)
        return Counter({"left": len(claimed)})
