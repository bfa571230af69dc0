"""Tokens that nobody uses any more."""

from dataclasses import replace
from datetime import datetime

from core.actions.idle import ask_about_idle, idle_to_ask_about, see_answers_by_use
from jobs.job import Deps, Report


async def asking_about_idle(deps: Deps, now: datetime) -> Report:
    tools = replace(deps.tools, now=lambda: now)
    answered = await see_answers_by_use(tools, deps.tenant) if deps.tenant is not None else 0
    return Report({"asked": await ask_about_idle(tools), "in use again": answered})


async def idle_due(deps: Deps, now: datetime) -> Report:
    return Report({"to ask about": await idle_to_ask_about(replace(deps.tools, now=lambda: now))})
