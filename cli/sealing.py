"""A database that is older than what the data folder knows of it is sealed before anybody may ask it."""

from pathlib import Path

import structlog

from cli.audit_marks import AuditMarks
from cli.epoch_mark import EpochMark
from cli.opening import Opened
from core.audit import SYSTEM
from core.restoring import Mark

log = structlog.get_logger(__name__)


def mark_of(base: Opened) -> Mark:
    """How far the database had come, as the data folder knows. Raises `Cannot` if that was spoilt."""
    folder = Path(base.settings.data)
    return Mark(EpochMark(folder).known(), tuple(AuditMarks(folder).noted()))


async def seal_if_older(base: Opened) -> None:
    """A new database in the place of an old one revives nothing: it begins where the other one ended."""
    seal, mark = base.database.seal, mark_of(base)
    if await seal.is_closed():
        log.error("database_is_sealed", todo="latchkey unseal --replay FILE")
        return
    if not await seal.is_older(mark):
        return
    if await seal.has_tokens():
        await seal.close(lost_at=mark.epoch)
        log.error("database_is_older_than_it_was", todo="latchkey unseal --replay FILE")
    else:
        await seal.lift(beyond=mark.epoch, by=SYSTEM)
