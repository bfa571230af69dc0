"""The port to where leaks are kept. `storage` provides it, on a reading and on a transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from core.leaks.report import Leak, State


class Leaks(Protocol):
    """Those of one workspace."""

    async def one(self, leak_id: str) -> Leak | None: ...

    async def known(self, token_id: str, place: bytes) -> bool:
        """Whether that token was reported from there before."""
        ...

    async def revocations(self, since: datetime) -> int:
        """How many tokens were revoked by reports alone since then."""
        ...

    async def held(self, limit: int, *, until: datetime) -> Sequence[Leak]:
        """Those that wait for somebody to decide and were reported until then, the longest waiting first."""
        ...

    async def count_held(self, *, until: datetime) -> int: ...

    async def alerted(self) -> Sequence[Leak]:
        """Of each token that is not dead, the first report that only alerted its people."""
        ...


class LeakLog(Leaks, Protocol):
    async def add(self, leak: Leak) -> None: ...

    async def settle(self, leak: Leak, state: State, *, by: str, now: datetime) -> None:
        """Somebody decided, if nobody had."""
        ...
