"""Who uses which token: added up in memory, written every few seconds by one task, never on a request's path.

It is bounded: beyond a number of callers of one token, or of all, those of a gateway are counted together, as
one that is not told apart. A crash loses the seconds since the last flush, of all tokens alike: never the use
of an old token without that of a new one which came after it. And `core.moving.moved` waits for longer than
that before it believes that somebody has moved.
"""

import asyncio
import contextlib
from collections import Counter
from functools import lru_cache

import structlog

from api.use_tally import Tally
from core.evidence import Caller, Use, agent_family, network_of
from core.verification_ports import UseLog

EVERY, SELDOM = 3.0, 20.0
"""Seconds between flushes, and the most there may be: less than `core.moving.SETTLED`."""
PACE = 500
"""Entries a second. Each takes 50 to 100 µs of the core: after many of them comes a longer rest."""
ACCEPTED, REFUSED = 64, 16
"""Callers of one token that are told apart between two flushes."""
ROOM = 20_000
"""Entries between two flushes, of all tokens. When it is full, the next flush comes at once."""

Key = tuple[str, str, Caller, bool]
"""Workspace, token, caller, and whether it was refused."""
log = structlog.get_logger(__name__)


@lru_cache(maxsize=8192)
def caller(gateway: str, address: str, agent: str) -> Caller:
    """From what a gateway says of the end caller, as it came."""
    return Caller(gateway, network_of(address), agent_family(agent))


def rest_after(entries: int, every: float = EVERY) -> float:
    return max(every, min(entries / PACE, SELDOM))


class Evidence:
    def __init__(self, uses: UseLog, *, every: float = EVERY, room: int = ROOM) -> None:
        self._uses, self._every, self._room = uses, every, room
        self._waiting: dict[Key, Tally] = {}
        self._told_apart: Counter[tuple[str, str, bool]] = Counter()
        self._wake = asyncio.Event()
        self._writing = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._stopping = self._failing = False
        self.failed = 0
        """How often a batch could not be written, and waited for the next time."""

    def __len__(self) -> int:
        """How many entries wait to be written."""
        return len(self._waiting)

    def note(self, use: Use) -> None:
        """Never waits and never fails."""
        key = (use.tenant, use.token_id, use.caller, use.refused)
        tally = self._waiting.get(key)
        if tally is None:
            key = self._with_room(key)
            tally = self._waiting.setdefault(key, Tally(use))
        tally.add(use)

    async def start(self) -> None:
        self._task = asyncio.create_task(self._flush_now_and_then())

    async def stop(self) -> None:
        """Writes what is left."""
        self._stopping = True
        self._wake.set()
        if self._task is not None:
            await self._task
        await self.flush()

    async def flush(self) -> int:
        """Write all that was noted so far. What cannot be written now waits for the next time.

        Returns how many entries there were.
        """
        async with self._writing:
            self._wake.clear()
            taken = self._taken()
            if not taken:
                return 0
            batch = [
                tally.count(tenant, token_id, who, refused=refused)
                for (tenant, token_id, who, refused), tally in taken.items()
            ]
            try:
                await self._uses.add(batch)
                self._failing = False
            except Exception as problem:  # noqa: BLE001 - whatever it was, the next flush is another try
                self._report(problem, len(taken))
                self._put_back(taken)
            return len(taken)

    async def _flush_now_and_then(self) -> None:
        rest = self._every
        while not self._stopping:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), rest)
            rest = rest_after(await self.flush(), self._every)

    def _with_room(self, key: Key) -> Key:
        """The key itself, or that of all callers of its gateway that are not told apart."""
        tenant, token_id, who, refused = key
        token = (tenant, token_id, refused)
        full = len(self._waiting) >= self._room
        if full and not self._failing:
            self._wake.set()
        if full or self._told_apart[token] >= (REFUSED if refused else ACCEPTED):
            return tenant, token_id, Caller(who.gateway), refused
        self._told_apart[token] += 1
        return key

    def _taken(self) -> dict[Key, Tally]:
        taken, self._waiting = self._waiting, {}
        self._told_apart.clear()
        return taken

    def _put_back(self, taken: dict[Key, Tally]) -> None:
        """Before what came meanwhile, within the same bounds."""
        came_meanwhile = self._taken()
        for entries in (taken, came_meanwhile):
            for key, tally in entries.items():
                place = key if key in self._waiting else self._with_room(key)
                earlier = self._waiting.setdefault(place, tally)
                if earlier is not tally:
                    earlier.go_on(tally)

    def _report(self, problem: Exception, entries: int) -> None:
        self.failed += 1
        if not self._failing:
            log.warning("uses_not_written", entries=entries, error=type(problem).__name__)
        self._failing = True
