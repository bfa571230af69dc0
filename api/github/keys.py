"""The keys that GitHub signs with, fetched rarely and never because somebody sent nonsense often.

A key counts for `KEPT` after it was last seen to be current. So GitHub may be unreachable for a day, and what
was signed just before a change of keys is still believed; a key that was not current when it was first seen
never is, nor one that is no longer listed.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import structlog

from api.github.signature import PublicKey, public_key

Fetch = Callable[[], Awaitable[bytes]]
"""The published document. Raises `CannotFetch`. `cli` provides it."""
FRESH, KEPT = 30 * 60.0, 24 * 3600.0
"""Seconds."""
PAUSE = 60.0
"""Between two fetches at least; an unknown id is remembered as unknown for as long."""
MOST_KEYS, MOST_UNKNOWN = 100, 1000
LONGEST_ID = 200
NEVER = float("-inf")

log = structlog.get_logger(__name__)


class CannotFetch(Exception):  # noqa: N818 - what became of it
    """No answer, or none that can be read."""


async def no_keys() -> bytes:
    raise CannotFetch("nobody fetches any")


@dataclass(frozen=True, slots=True)
class _Known:
    key: PublicKey
    current_at: float
    """When it was last seen to be current."""


@dataclass(slots=True, kw_only=True)
class GithubKeys:
    fetch: Fetch
    monotonic: Callable[[], float] = time.monotonic
    _known: dict[str, _Known] = field(default_factory=dict)
    _unknown: dict[str, float] = field(default_factory=dict)
    """Until when an id is taken to be nobody's."""
    _fetched_at: float = NEVER
    _tried_at: float = NEVER
    _fetching: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def key(self, key_id: str) -> PublicKey | None:
        """None if that is not a key to believe. Raises `CannotFetch` if nobody can tell now."""
        if len(key_id) > LONGEST_ID or self._unknown.get(key_id, NEVER) > self.monotonic():
            return None
        if key_id not in self._known or self.monotonic() - self._fetched_at >= FRESH:
            await self._refresh()
        known, now = self._known.get(key_id), self.monotonic()
        if known is None:
            if self._fetched_at < self._tried_at:
                raise CannotFetch
            self._remember_unknown(key_id, now)
            return None
        return known.key if now - known.current_at <= KEPT else None

    async def _refresh(self) -> None:
        """By one for all who ask meanwhile; those who had to wait find that it was just tried."""
        async with self._fetching:
            if self.monotonic() - self._tried_at < PAUSE:
                return
            self._tried_at = self.monotonic()
            try:
                listed = _listed(await self.fetch())
            except CannotFetch as problem:
                log.warning("github_keys_not_fetched", problem=str(problem))
                return
            self._take(listed)

    def _take(self, listed: dict[str, tuple[PublicKey, bool]]) -> None:
        """As of the moment before they were asked for."""
        self._fetched_at = now = self._tried_at
        seen = {key_id: known.current_at for key_id, known in self._known.items()}
        self._known = {
            key_id: _Known(key, now if current else seen.get(key_id, NEVER))
            for key_id, (key, current) in listed.items()
        }
        self._unknown.clear()

    def _remember_unknown(self, key_id: str, now: float) -> None:
        if len(self._unknown) >= MOST_UNKNOWN:
            self._unknown.clear()
        self._unknown[key_id] = now + PAUSE


def _listed(document: bytes) -> dict[str, tuple[PublicKey, bool]]:
    """Keys by id, and whether each is current; without what is no key on P-256."""
    try:
        entries = json.loads(document)["public_keys"][:MOST_KEYS]
        found = [_entry(each) for each in entries]
    except (ValueError, LookupError, TypeError, RecursionError) as problem:
        raise CannotFetch("not the document that was expected") from problem
    return {key_id: (key, current) for key_id, key, current in found if key is not None}


def _entry(entry: dict[str, Any]) -> tuple[str, PublicKey | None, bool]:
    return str(entry["key_identifier"]), public_key(str(entry["key"])), entry["is_current"] is True
