"""Tokens that are tried in vain: dead ones, and decoys."""

from datetime import datetime

from core.actions.decoys import decoys_to_speak_of, watch_decoys
from core.actions.late_tries import look_at_tries, tries_to_look_at
from jobs.job import Deps, Report
from jobs.sweeping import Run


async def looking_at_tries(deps: Deps, now: datetime) -> Report:
    run = Run(deps, now)
    return run.report(await look_at_tries(run.tools))


async def tries_due(deps: Deps, now: datetime) -> Report:
    run = Run(deps, now)
    return run.report({"to speak of": await tries_to_look_at(run.tools)})


async def watching_decoys(deps: Deps, now: datetime) -> Report:
    run = Run(deps, now)
    return run.report({"opened": await watch_decoys(run.tools)})


async def decoys_due(deps: Deps, now: datetime) -> Report:
    run = Run(deps, now)
    return run.report({"to speak of": await decoys_to_speak_of(run.tools)})
