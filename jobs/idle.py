"""Tokens that nobody uses any more."""

from datetime import datetime

from core.actions.idle import ask_about_idle, idle_to_ask_about, see_answers_by_use
from jobs.job import Deps, Report
from jobs.sweeping import Run


async def asking_about_idle(deps: Deps, now: datetime) -> Report:
    run = Run(deps, now)
    answered = await see_answers_by_use(run.tools, deps.tenant) if deps.tenant is not None else 0
    return run.report({"asked": await ask_about_idle(run.tools), "in use again": answered})


async def idle_due(deps: Deps, now: datetime) -> Report:
    run = Run(deps, now)
    return run.report({"to ask about": await idle_to_ask_about(run.tools)})
