"""Integrations whose owner has gone."""

from datetime import datetime

from core.actions.orphans import (
    ask_caretakers,
    caretakers_to_ask,
    look_for_gone_owners,
    owners_to_look_for,
)
from jobs.job import Deps, Report
from jobs.sweeping import Run


async def looking_for_gone_owners(deps: Deps, now: datetime) -> Report:
    """Slack tells of most of them by itself; this is for what it told while nobody listened."""
    if deps.tenant is None:
        return Report()
    run = Run(deps, now)
    return run.report({"found": await look_for_gone_owners(run.tools, deps.where, deps.tenant)})


async def asking_caretakers(deps: Deps, now: datetime) -> Report:
    if deps.tenant is None:
        return Report()
    run = Run(deps, now)
    return run.report({"asked": await ask_caretakers(run.tools, deps.tenant)})


async def owners_due(deps: Deps, now: datetime) -> Report:
    run = Run(deps, now)
    owners = [await owners_to_look_for(run.tools, tenant) for tenant in await deps.tenants()]
    return run.report({"to ask Slack about": sum(map(len, owners))})


async def caretakers_due(deps: Deps, now: datetime) -> Report:
    run = Run(deps, now)
    asked = [await caretakers_to_ask(run.tools, each) for each in await deps.tenants()]
    return run.report({"to ask about": sum(asked)})
