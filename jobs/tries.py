"""Tokens that are tried in vain: dead ones, and decoys."""

from dataclasses import replace
from datetime import datetime

from core.actions.decoys import decoys_to_speak_of, watch_decoys
from core.actions.late_tries import look_at_tries, tries_to_look_at
from jobs.job import Deps, Report


async def looking_at_tries(deps: Deps, now: datetime) -> Report:
    return Report(await look_at_tries(replace(deps.tools, now=lambda: now)))


async def tries_due(deps: Deps, now: datetime) -> Report:
    return Report({"to speak of": await tries_to_look_at(replace(deps.tools, now=lambda: now))})


async def watching_decoys(deps: Deps, now: datetime) -> Report:
    return Report({"opened": await watch_decoys(replace(deps.tools, now=lambda: now))})


async def decoys_due(deps: Deps, now: datetime) -> Report:
    return Report({"to speak of": await decoys_to_speak_of(replace(deps.tools, now=lambda: now))})
