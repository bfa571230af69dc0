"""Integrations whose owner has gone."""

from datetime import datetime

from core.actions.orphans import (
    ask_caretakers,
    caretakers_to_ask,
    look_for_gone_owners,
    owners_to_look_for,
)
from jobs.job import Deps, Report
from jobs.sweeping import Sweep


async def looking_for_gone_owners(deps: Deps, now: datetime) -> Report:
    """Slack tells of most of them by itself; this is for what it told while nobody listened."""
    if deps.tenant is None:
        return Report()
    sweep = Sweep(deps, now)
    return sweep.report({"found": await look_for_gone_owners(sweep.tools, deps.where, deps.tenant)})


async def asking_caretakers(deps: Deps, now: datetime) -> Report:
    if deps.tenant is None:
        return Report()
    sweep = Sweep(deps, now)
    return sweep.report({"asked": await ask_caretakers(sweep.tools, deps.tenant)})


async def owners_due(deps: Deps, now: datetime) -> Report:
    sweep = Sweep(deps, now)
    owners = [await owners_to_look_for(sweep.tools, tenant) for tenant in await deps.tenants()]
    return sweep.report({"to ask Slack about": sum(map(len, owners))})


async def caretakers_due(deps: Deps, now: datetime) -> Report:
    sweep = Sweep(deps, now)
    asked = [await caretakers_to_ask(sweep.tools, each) for each in await deps.tenants()]
    return sweep.report({"to ask about": sum(asked)})
