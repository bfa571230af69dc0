"""What the jobs need, from an open database and a voice."""

from pathlib import Path
from typing import Protocol

from cli.audit_marks import AuditMarks
from cli.upkeep import DatabaseUpkeep
from core.ports import Tools
from core.settings import Settings
from jobs.courier import Courier
from jobs.job import Deps
from jobs.pace import Later
from jobs.redrawing import Redrawer
from jobs.voice import Voice
from storage.database import Database


class Base(Protocol):
    """`Opened`, or a whole `Product`."""

    @property
    def settings(self) -> Settings: ...
    @property
    def database(self) -> Database: ...
    @property
    def tools(self) -> Tools: ...


def clockwork(base: Base, voice: Voice, tenant: str | None = None, *, later: Later | None = None) -> Deps:
    """Notices and cards are those of one workspace: of the others, other bots speak."""
    database, tools = base.database, base.tools
    return Deps(
        tools=tools,
        courier=Courier(tools.store, database.outbox, voice.tell, tools.now, tenant=tenant, later=later),
        redrawer=Redrawer(database.cards, voice.redraw, tools.now, tenant=tenant),
        upkeep=DatabaseUpkeep(database),
        marks=AuditMarks(Path(base.settings.data)),
        where=voice.where,
        tenant=tenant,
    )
