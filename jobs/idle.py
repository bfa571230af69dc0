"""Tokens that nobody uses any more."""

from dataclasses import replace
from datetime import datetime

from core.actions.idle import ask_about_idle, idle_to_ask_about
from jobs.job import Deps, Report


async def asking_about_idle(deps: Deps, now: datetime) -> Report:
    return Report({"asked": await ask_about_idle(replace(deps.tools, now=lambda: now))})


async def idle_due(deps: Deps, now: datetime) -> Report:
    return Report({"to ask about": await idle_to_ask_about(replace(deps.tools, now=lambda: now))})
