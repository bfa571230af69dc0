"""Dead tokens that are tried."""

from datetime import datetime

from core.actions.late_tries import look_at_tries
from jobs.job import Deps, Report
from jobs.sweeping import Sweep


async def looking_at_tries(deps: Deps, now: datetime) -> Report:
    sweep = Sweep(deps, now)
    return sweep.report(await look_at_tries(sweep.tools))
