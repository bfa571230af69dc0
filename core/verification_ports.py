"""What verification needs from outside: `storage` provides it, `api` asks it."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from core.audit import Detail, Event
from core.evidence import UseCount
from core.gateway import Admission, Gateway
from core.secret import Secret
from core.token import Fingerprint
from core.verification import Changes, Known


class Ledger(Protocol):
    """Where an answer comes from that is not in memory."""

    async def known(self, secret: Secret) -> Known | None:
        """What is known of a token, in one statement, by its digest. A dead one is known too.

        One that was digested under a replaced pepper is moved to the newest later, off the request's path.
        Raises `Sealed`.
        """
        ...


Forget = Callable[[Changes], None]


class Freshness(Protocol):
    """Whether what this process remembers may be answered from."""

    def fresh(self) -> bool:
        """Ask on every request, before looking into memory. Never waits.

        When it says yes, whoever asked `on_change` has been told of every change that was committed on this
        machine's file (SQLite), in this process, or anywhere longer than the lease ago (PostgreSQL).
        """
        ...

    @property
    def sealed(self) -> bool:
        """Nothing may be answered, however fresh, until an operator has replayed the revocations."""
        ...

    def on_change(self, forget: Forget) -> None:
        """Call `forget` with what has changed, before `fresh` says yes again.

        It must drop what it knows of those integrations and, from then on, take in no `Known` and no
        `Admission` of an epoch below that of the changes.
        """
        ...

    async def start(self) -> None: ...

    async def stop(self) -> None: ...


class Gateways(Protocol):
    """Who may ask."""

    async def by_credential(self, name: str, secret: Secret) -> Admission | None:
        """The gateway of that name, if this is a credential of it that works now. By digest only."""
        ...

    async def all(self) -> Sequence[Gateway]:
        """Those that were not removed, by name."""
        ...

    def changing(self) -> AbstractAsyncContextManager["GatewayChange"]:
        """A transaction: one at a time, all or nothing, on record in the service's own chain."""
        ...


class GatewayChange(Protocol):
    async def named(self, name: str) -> Gateway:
        """Raises `UnknownGateway`, also for a removed one."""
        ...

    async def fingerprint(self, secret: Secret) -> Fingerprint: ...

    async def add(self, gateway: Gateway, *, by: str, **details: Detail) -> None:
        """Raises `BadField` for a name that is taken."""
        ...

    async def save(self, gateway: Gateway, event: Event, *, by: str, **details: Detail) -> None: ...


class UseLog(Protocol):
    """Who used which token. Written in batches, never on a request's path."""

    async def add(self, batch: Sequence[UseCount]) -> None:
        """Add up what was seen. Safe from several processes at once; a batch that fails was not added."""
        ...
