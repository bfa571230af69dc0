"""Integrations whose owner has gone."""

from dataclasses import replace
from datetime import datetime

from core.actions.orphans import (
    ask_caretakers,
    caretakers_to_ask,
    look_for_gone_owners,
    owners_to_look_for,
)
from jobs.job import Deps, Report


async def looking_for_gone_owners(deps: Deps, now: datetime) -> Report:
    """Slack tells of most of them by itself; this is for what it told while nobody listened."""
    if deps.tenant is None:
        return Report()
    tools = replace(deps.tools, now=lambda: now)
    return Report({"found": await look_for_gone_owners(tools, deps.where, deps.tenant)})


async def asking_caretakers(deps: Deps, now: datetime) -> Report:
    if deps.tenant is None:
        return Report()
    return Report({"asked": await ask_caretakers(replace(deps.tools, now=lambda: now), deps.tenant)})


async def owners_due(deps: Deps, now: datetime) -> Report:
    tools = replace(deps.tools, now=lambda: now)
    owners = [await owners_to_look_for(tools, tenant) for tenant in await deps.tenants()]
    return Report({"to ask Slack about": sum(map(len, owners))})


async def caretakers_due(deps: Deps, now: datetime) -> Report:
    tools = replace(deps.tools, now=lambda: now)
    return Report(
        {"to ask about": sum([await caretakers_to_ask(tools, each) for each in await deps.tenants()])}
    )
