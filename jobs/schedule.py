"""Which jobs there are and how often each is due. Any engine could call the same functions."""

from datetime import datetime, timedelta

import structlog

from core.actions.boards import post_board
from core.actions.decoys import decoys_to_speak_of, watch_decoys
from core.actions.idle import idle_to_ask_about
from core.actions.late_tries import tries_to_look_at
from core.actions.overlap_warnings import warn_of_ends, warnings_due
from core.actions.sweep import end_overlaps, overlaps_to_end, sweep_unconfirmed, unconfirmed_to_sweep
from core.actions.until_moved import end_moved, moved_by_now
from core.actions.watch_incidents import incidents_to_watch
from jobs.courier import HANDS
from jobs.idle import asking_about_idle
from jobs.incidents import watching_incidents
from jobs.job import Deps, Job, Report
from jobs.leaks import asking_about_leaks, leaks_due
from jobs.looking import deliveries_due, reminders_due
from jobs.orphans import asking_caretakers, caretakers_due, looking_for_gone_owners, owners_due
from jobs.reminding import reminding
from jobs.sweeping import counted
from jobs.tries import looking_at_tries

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)

log = structlog.get_logger(__name__)


async def deliver(deps: Deps, now: datetime) -> Report:
    return Report(await deps.courier.deliver(now))


async def redraw(deps: Deps, now: datetime) -> Report:
    return Report(await deps.redrawer.draw(now))


async def redraws_due(deps: Deps, _now: datetime) -> Report:
    return Report({"to draw": await deps.redrawer.waiting()})


async def boards(deps: Deps, now: datetime) -> Report:
    posted = deps.tenant is not None and await post_board(deps.as_of(now), deps.tenant)
    return Report({"posted": int(posted), "touched": await deps.redrawer.touch_boards(now)})


async def mark_audit(deps: Deps, _now: datetime) -> Report:
    """Note how far each record has come, unless it is not what it was: then the old mark is the evidence."""
    broken = {mark.tenant for mark in deps.marks.known() if not await deps.upkeep.holds(mark)}
    for tenant in broken:
        log.error("audit_record_does_not_fit_its_mark", tenant=tenant)
    deps.marks.advance([head for head in await deps.upkeep.heads() if head.tenant not in broken])
    return Report({"broken": len(broken)})


async def mark_clock(deps: Deps, now: datetime) -> Report:
    await deps.upkeep.mark_clock(now)
    return Report()


async def nothing_due(_deps: Deps, _now: datetime) -> Report:
    return Report()


async def prune(deps: Deps, now: datetime) -> Report:
    return Report({"forgotten": await deps.upkeep.prune(now)})


JOBS = (
    Job(
        name="end overlaps",
        period=MINUTE,
        run=counted("ended", end_overlaps),
        due=counted("to end", overlaps_to_end),
    ),
    Job(
        name="end overlaps when all have moved",
        period=MINUTE,
        run=counted("ended", end_moved),
        due=counted("to end", moved_by_now),
    ),
    Job(
        name="warn of ending overlaps",
        period=MINUTE,
        run=counted("warned", warn_of_ends),
        due=counted("to warn", warnings_due),
    ),
    Job(name="remind of rotations", period=MINUTE / 2, run=reminding, due=reminders_due),
    Job(
        name="look after incidents",
        period=15 * SECOND,
        run=watching_incidents,
        due=counted("to bring up to date", incidents_to_watch),
    ),
    Job(name="ask about leaks again", period=MINUTE, run=asking_about_leaks, due=leaks_due),
    Job(
        name="ask about idle tokens",
        period=HOUR,
        run=asking_about_idle,
        due=counted("to ask about", idle_to_ask_about),
    ),
    Job(name="look for owners who have gone", period=HOUR, run=looking_for_gone_owners, due=owners_due),
    Job(name="ask who takes over", period=HOUR, run=asking_caretakers, due=caretakers_due),
    Job(
        name="watch decoys",
        period=2 * SECOND,
        run=counted("opened", watch_decoys),
        due=counted("to speak of", decoys_to_speak_of),
    ),
    Job(
        name="look at tries of dead tokens",
        period=MINUTE,
        run=looking_at_tries,
        due=counted("to speak of", tries_to_look_at),
    ),
    Job(
        name="sweep unconfirmed tokens",
        period=10 * MINUTE,
        run=counted("swept", sweep_unconfirmed),
        due=counted("to sweep", unconfirmed_to_sweep),
    ),
    # A notice that hangs must not hold up the next tick; the courier has a limited number of hands anyway.
    Job(
        name="deliver notices",
        period=SECOND,
        run=deliver,
        due=deliveries_due,
        instances=HANDS + 1,
        takes_a_few=True,
    ),
    Job(name="keep boards up to date", period=MINUTE, run=boards, due=nothing_due),
    Job(name="redraw cards", period=2 * SECOND, run=redraw, due=redraws_due, instances=2, takes_a_few=True),
    Job(name="mark the audit record", period=MINUTE, run=mark_audit, due=nothing_due),
    Job(name="mark the clock", period=MINUTE, run=mark_clock, due=nothing_due),
    Job(name="prune", period=HOUR, run=prune, due=nothing_due),
)
