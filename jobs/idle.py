"""Tokens that nobody uses any more."""

from datetime import datetime

from core.actions.idle import ask_about_idle, see_answers_by_use
from jobs.job import Deps, Report
from jobs.sweeping import Sweep


async def asking_about_idle(deps: Deps, now: datetime) -> Report:
    sweep = Sweep(deps, now)
    answered = await see_answers_by_use(sweep.tools, deps.tenant) if deps.tenant is not None else 0
    return sweep.report({"asked": await ask_about_idle(sweep.tools), "in use again": answered})
