"""What the rules need from outside. `storage`, `bot` and `cli` provide it; tests use the real ones."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from core.actor import Role
from core.audit import Detail, Entry, Event
from core.cards import CardsSeen, CardsTouched
from core.catalogue import Catalogue
from core.evidence import LastUse, Usage
from core.idle import IdleQueue
from core.incidents.ports import IncidentQueue, Incidents, IncidentsSeen
from core.integration import Integration
from core.intent import Intent, Purpose
from core.leaks.log import LeakLog, Leaks
from core.notices import Notice
from core.orphans import OrphanQueue
from core.place import Place
from core.reminders.ports import ReminderQueue, RemindersKept, RemindersSeen
from core.secret import Secret
from core.status import Counts, Health
from core.token import Fingerprint, Token
from core.tries import TryQueue
from core.undelivered import DeadLetterOffice, DeadLetters
from core.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which integrations, and which page of them."""

    text: str = ""
    """Part of a name, in any case."""
    health: Health | None = None
    owner: str = ""
    """Only those of this Slack user, as owner or backup owner."""
    attention_first: bool = False
    """Most urgent first, as in `core.status.ORDER`; otherwise by name."""
    offset: int = 0
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Page:
    integrations: Sequence[Integration]
    total: int


class Reading(Protocol):
    """A consistent look at one workspace. Nothing of another workspace can be reached through it."""

    tenant: str

    @property
    def incidents(self) -> IncidentsSeen: ...

    @property
    def cards(self) -> CardsSeen: ...

    @property
    def dead_letters(self) -> DeadLetters: ...

    @property
    def leaks(self) -> Leaks: ...

    @property
    def reminders(self) -> RemindersSeen: ...

    async def integration(self, integration_id: str) -> Integration:
        """With its tokens that are not dead. Raises `UnknownIntegration`, also for a deleted one."""
        ...

    async def named(self, name: str) -> Integration:
        """By name, whatever its letter case. Raises `UnknownIntegration` with suggestions."""
        ...

    async def remembered(self, integration_id: str) -> Integration:
        """The same, also for a deleted one, which has no tokens left. Raises `UnknownIntegration`."""
        ...

    async def name_taken(self, name: str, *, besides: str | None = None) -> bool: ...

    async def page(self, query: Query, now: datetime) -> Page: ...

    async def counts(self, now: datetime, *, owner: str = "") -> Counts: ...

    async def tokens(self, integration_id: str) -> Sequence[Token]:
        """All tokens there ever were, newest version first."""
        ...

    async def usage(self, integration_id: str) -> Usage:
        """Who used its tokens, dead ones included."""
        ...

    async def last_uses(self, integration_ids: Sequence[str], now: datetime) -> Mapping[str, LastUse]:
        """When tokens of these were used last, as far as they ever were."""
        ...

    async def audit(
        self, *, subject: str | None = None, before: int | None = None, limit: int = 20
    ) -> Sequence[Entry]:
        """Newest first; `before` is a sequence number to page on from."""
        ...

    async def was_said(self, what: str) -> bool:
        """See `Transaction.first_time`."""
        ...

    async def were_said(self, keys: Sequence[str]) -> frozenset[str]:
        """Those of them that were, in one look."""
        ...

    async def workspace(self) -> Workspace:
        """Its settings; the defaults if nothing was ever set."""
        ...

    async def role(self, user: str) -> Role:
        """The role that was granted to `user`; `Role.NONE` if none."""
        ...

    async def grants(self) -> Sequence[tuple[str, Role]]: ...

    async def intent(self, intent_id: str, actor: str, now: datetime) -> Intent:
        """Raises `FormExpired` if it is not this person's, unknown or too old, `AlreadyDone` if used."""
        ...


class Transaction(Reading, Protocol):
    """All or nothing: commits when its block ends without an exception.

    Every change takes the audit event it is, so that there is none without its record.
    """

    @property
    def incidents(self) -> Incidents: ...

    @property
    def leaks(self) -> LeakLog: ...

    @property
    def reminders(self) -> RemindersKept: ...

    async def add(self, integration: Integration, *, by: str, **details: Detail) -> None:
        """Raises `BadField` for a name that is taken (two people at once)."""
        ...

    async def save(
        self, integration: Integration, event: Event, *, by: str, **details: Detail
    ) -> Integration:
        """Write the changed value and its tokens, if nobody was faster.

        Compares with the generation that was read, and gives back the value with the next one.
        Raises `Overtaken`, or `BadField` for a name that is taken.
        """
        ...

    async def fingerprint(self, secret: Secret) -> Fingerprint:
        """The keyed digest to store, under the pepper of the day."""
        ...

    async def note(
        self, event: Event, *, by: str, subject: str = "", subject_name: str = "", **details: Detail
    ) -> None:
        """Write an audit entry that goes with no other change."""
        ...

    @property
    def cards(self) -> CardsTouched: ...

    @property
    def dead_letters(self) -> DeadLetterOffice: ...

    async def say(self, notice: Notice, *, not_before: datetime | None = None) -> str:
        """Put a notice into the outbox. Returns its id, which is that of the card, if it becomes one."""
        ...

    async def first_time(self, what: str) -> bool:
        """Whether `what` was never said before; from now on it was. For what must be said only once."""
        ...

    async def open_intent(self, intent: Intent) -> None: ...

    async def redraft(self, intent_id: str, draft: dict[str, Any]) -> None: ...

    async def use_intent(self, intent_id: str, actor: str, purpose: Purpose, now: datetime) -> Intent:
        """Take the intent, once. Raises like `intent`, and `FormExpired` if it is for something else."""
        ...

    async def set_workspace(self, workspace: Workspace, *, by: str, **details: Detail) -> None: ...

    async def set_role(self, user: str, role: Role, *, by: str) -> None: ...


class Store(Protocol):
    """The database, as the doors see it."""

    @property
    def reminders(self) -> ReminderQueue: ...

    @property
    def incidents(self) -> IncidentQueue: ...

    @property
    def tries(self) -> TryQueue: ...

    @property
    def idle(self) -> IdleQueue: ...

    @property
    def orphans(self) -> OrphanQueue: ...

    def transaction(self, tenant: str) -> AbstractAsyncContextManager[Transaction]: ...

    def reading(self, tenant: str) -> AbstractAsyncContextManager[Reading]: ...

    async def find(self, secret: Secret) -> Place | None:
        """Whose token this is, in any workspace, dead ones included. Looks up by digest only."""
        ...

    async def ours(self, secrets: Sequence[Secret]) -> Sequence[bool]:
        """Of each whether `find` would find it, in one look at all of them."""
        ...

    async def overlaps(
        self, limit: int, *, after: Place | None, ending_by: datetime | None, until_moved: bool
    ) -> Sequence[Place]:
        """Old tokens that were not ended yet, in a fixed order, to page through from `after`.

        Those that end by an instant, and those that end when the third party has moved, if that is asked.
        """
        ...

    async def unconfirmed(self, minted_by: datetime, limit: int, *, after: Place | None) -> Sequence[Place]:
        """Offered tokens no younger than that, likewise."""
        ...


class Replays(Protocol):
    """Remembers signed requests, so that a captured one cannot be sent again."""

    async def first_time(self, digest: bytes, now: datetime, *, keep: timedelta) -> bool:
        """Whether `digest` was not seen within `keep`; over all processes."""
        ...


class Shown(StrEnum):
    """What we know after handing a token to Slack."""

    SHOWN = "shown"
    """Slack took it. Whether the person saw it, nobody can know: that is what *I saved it* is for."""
    REFUSED = "refused"
    """Slack said no: nobody can have seen it."""
    UNKNOWN = "unknown"
    """No answer. It may have been seen, so it counts as offered."""


Show = Callable[[Integration, Token, Secret], Awaitable[Shown]]
"""Puts a token before its recipient. Called with no transaction open; never raises for Slack's sake."""


Failed = Callable[[object, Exception], None]
"""Hears where a sweep broke, and by what: one place of many, and the others go on."""


def raised(_where: object, error: Exception) -> None:
    """For whoever wants to hear of it at once: then the others do not go on."""
    raise error


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """Everything an action needs from outside."""

    store: Store
    now: Callable[[], datetime]
    """UTC, aware."""
    mint: Callable[[], Secret]
    new_id: Callable[[], str]
    catalogue: Catalogue
    failed: Failed = raised
