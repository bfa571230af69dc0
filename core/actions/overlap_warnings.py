"""Warn before an old token ends, if somebody may still need it: once a day before, once an hour before.

Said to the owner and to the security channel, and only while the old token is in use or the new one is not.
"""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

from core.actions.overlaps import overlaps
from core.integration import Integration
from core.moving import hold_outs, used
from core.notices import Kind, Notice
from core.place import Place
from core.ports import Reading, Tools, Transaction
from core.quiet import next_allowed
from core.sweeping import due, sweep
from core.token import Token
from core.workspace import Workspace

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
STAGES = (HOUR, DAY)
"""Nearest first. Only the nearest that is due is said: stages that coincide merge."""


_Warning = tuple[Integration, Token, timedelta]
"""The integration, its old token, and the stage that is due, called for and not said yet."""


async def warn_of_ends(tools: Tools) -> int:
    """Returns how many overlaps were warned of. Safe to run twice and anywhere."""
    return sum(await sweep(tools, _ending_soon(tools), _look, _warn))


async def warnings_due(tools: Tools) -> int:
    """How many overlaps would be warned of."""
    return await due(tools, _ending_soon(tools), _look)


def _ending_soon(tools: Tools) -> AsyncIterator[Place]:
    return overlaps(tools, ending_by=tools.now() + DAY)


async def _warn(tools: Tools, tx: Transaction, found: _Warning) -> bool:
    return await _said(tools, tx, *found)


async def _look(tools: Tools, reading: Reading, place: Place) -> _Warning | None:
    now = tools.now()
    integration = await reading.integration(place.integration_id)
    stage = stage_of(integration, now)
    old, new = integration.retiring(now), integration.current
    if stage is None or old is None or new is None or await reading.was_said(warning_of(old, stage)):
        return None
    usage = await reading.usage(integration.id)
    found = hold_outs(integration, usage, now)
    needed = found is not None and (found.still or not used(new, usage))
    return (integration, old, stage) if needed else None


def stage_of(integration: Integration, now: datetime) -> timedelta | None:
    """Which warning is due. Whoever chose an overlap as short as a stage needs no warning of it."""
    old, new = integration.retiring(now), integration.current
    if old is None or old.ends_at is None or new is None or new.confirmed_at is None:
        return None
    stage = next((stage for stage in STAGES if old.ends_at - now <= stage), None)
    if stage is None or old.ends_at - new.confirmed_at <= stage:
        return None
    return stage


async def _said(
    tools: Tools, tx: Transaction, integration: Integration, old: Token, stage: timedelta
) -> bool:
    if old.ends_at is None or not await tx.first_time(warning_of(old, stage)):
        return False
    workspace = await tx.workspace()
    facts = {"token": old.id, "ends_at": old.ends_at.isoformat()}
    for reader in workspace.told_of(integration.owner):
        await tx.say(
            Notice(
                kind=Kind.OVERLAP_ENDING,
                to=reader,
                integration_id=integration.id,
                facts=facts,
                urgent=_cannot_wait(workspace, old.ends_at, tools.now()),
            )
        )
    return True


def warning_of(old: Token, stage: timedelta) -> str:
    """One for each end: an overlap that was extended is warned of again."""
    ends = old.ends_at.isoformat() if old.ends_at is not None else ""
    return f"overlap_ending {old.id} {ends} {stage // HOUR}"


def _cannot_wait(workspace: Workspace, ends_at: datetime, now: datetime) -> bool:
    """Whether the quiet hours would swallow it."""
    spoken = next_allowed(now, workspace.time_zone, workspace.quiet_from, workspace.quiet_until)
    return spoken >= ends_at - HOUR
