"""What a job is: a plain function over due rows, safe to run twice and on any number of replicas."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from core.audit import Head
from core.ports import Tools
from core.reminders.ports import Whereabouts
from jobs.courier import Courier
from jobs.redrawing import Redrawer

Item = Mapping[str, str]
"""Something that would be said: workspace, integration, what, to."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did, or would do: how often each thing."""

    counts: Mapping[str, int] = field(default_factory=dict)
    items: Sequence[Item] = ()
    """What exactly would be said, of a dry run."""

    def __str__(self) -> str:
        said = [f"{what} {count}" for what, count in self.counts.items() if count]
        return ", ".join(said) or "nothing to do"


class Upkeep(Protocol):
    """The database's own housekeeping."""

    async def heads(self) -> Sequence[Head]:
        """How far each workspace's audit record has come."""
        ...

    async def holds(self, head: Head) -> bool:
        """Whether the entry that was a head once is still there as it was."""
        ...

    async def mark_clock(self, now: datetime) -> None:
        """Remember that it has been this late: a clock that is put back revives nothing."""
        ...

    async def beat(self, name: str, at: datetime, period: timedelta) -> None:
        """Note that a job has worked, for whoever asks from outside."""
        ...

    async def waiting(self) -> int:
        """How many notices are in the outbox."""
        ...

    async def prune(self, now: datetime) -> int:
        """Forget what nobody can need any more. Returns how many rows."""
        ...


class Marks(Protocol):
    """Remembers audit heads outside the database: a chain alone does not show that its end was cut."""

    def known(self) -> Sequence[Head]: ...

    def advance(self, heads: Sequence[Head]) -> None:
        """Move forward, never back."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Deps:
    """Everything the jobs need from outside."""

    tools: Tools
    courier: Courier
    redrawer: Redrawer
    upkeep: Upkeep
    marks: Marks
    where: Whereabouts
    tenant: str | None = None
    """The one workspace in which the bot speaks."""

    def as_of(self, now: datetime) -> Tools:
        """Tools whose clock stands at the instant a job was asked about."""
        return replace(self.tools, now=lambda: now)

    async def tenants(self) -> Sequence[str]:
        """A dry run needs no Slack, and then it is about all of them."""
        return [self.tenant] if self.tenant else sorted({head.tenant for head in await self.upkeep.heads()})


Run = Callable[[Deps, datetime], Awaitable[Report]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    name: str
    period: timedelta
    run: Run
    due: Run
    """The same question without the deed: what would be done."""
    instances: int = 1
    """How many runs may overlap in one process, where a slow one must not hold up the next."""
    takes_a_few: bool = False
    """One run does not do all that is due, because another follows in a moment."""
