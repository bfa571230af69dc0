"""What this process remembers of tokens, so that a warm answer needs no query.

It is keyed by a digest under a key that lives and dies with the process, so no token is in it. It has room
for a number of tokens in two generations: when the younger is full, the elder is dropped and they change
places; who is asked about comes back into the younger. So it never holds more than `room`, and what is in use
stays, whatever passes through.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from api.answers import Answer
from core.verification import Changes, Known

ROOM = 200_000
"""Tokens; see docs/decisions/0007-hot-path.md for what that is in bytes."""
UNKNOWN_ROOM = 20_000
"""Tokens that look right and are not ours."""
_SHARED_ROOM = 10_000
_Key = bytes
_Place = tuple[str, str]


class Entry:
    """What is known of a token, and the answers that were already put into words."""

    __slots__ = ("authorized", "introspected", "known")

    def __init__(self, known: Known) -> None:
        self.known = known
        self.introspected: Answer | None = None
        self.authorized: Answer | None = None


@dataclass(slots=True)
class _Generation:
    entries: dict[_Key, Entry] = field(default_factory=dict)
    keys: dict[_Place, tuple[_Key, ...]] = field(default_factory=dict)

    def put(self, key: _Key, entry: Entry) -> None:
        place = (entry.known.tenant, entry.known.integration_id)
        if key not in self.entries:
            self.keys[place] = (*self.keys.get(place, ()), key)
        self.entries[key] = entry

    def drop(self, place: _Place) -> None:
        for key in self.keys.pop(place, ()):
            self.entries.pop(key, None)


class Knowledge:
    def __init__(self, random: Callable[[int], bytes], *, room: int = ROOM) -> None:
        self._secret = random(32)
        self._half = max(room // 2, 1)
        self._young, self._old = _Generation(), _Generation()
        self._unknown: set[_Key] = set()
        self._shared: dict[frozenset[str], frozenset[str]] = {}
        self._known_at_least = 0
        self.turn = 0
        """Counts what was forgotten: an "unknown" that was looked up before the last time is not kept."""

    def __len__(self) -> int:
        return len(self._young.entries) + len(self._old.entries)

    def key(self, token: bytes) -> _Key:
        return blake2b(token, digest_size=16, key=self._secret).digest()

    def entry(self, key: _Key) -> Entry | None:
        return self._young.entries.get(key) or self._brought_back(key)

    def is_unknown(self, key: _Key) -> bool:
        return key in self._unknown

    def keep(self, key: _Key, known: Known) -> None:
        """Unless a change was told meanwhile that it may not know of."""
        if known.epoch >= self._known_at_least:
            self._put(key, Entry(self._slim(known)))

    def keep_unknown(self, key: _Key, turn: int) -> None:
        """`turn` as it was before the look-up."""
        if turn != self.turn:
            return
        if len(self._unknown) >= UNKNOWN_ROOM:
            self._unknown.clear()
        self._unknown.add(key)

    def forget(self, changes: Changes) -> None:
        """See `core.verification_ports.Freshness.on_change`."""
        self.turn += 1
        self._known_at_least = max(self._known_at_least, changes.epoch)
        self._unknown.clear()
        if changes.integrations is None:
            self._young, self._old = _Generation(), _Generation()
            return
        for place in changes.integrations:
            self._young.drop(place)
            self._old.drop(place)

    def _brought_back(self, key: _Key) -> Entry | None:
        entry = self._old.entries.get(key)
        if entry is not None:
            self._put(key, entry)
        return entry

    def _put(self, key: _Key, entry: Entry) -> None:
        if len(self._young.entries) >= self._half:
            self._young, self._old = _Generation(), self._young
        self._young.put(key, entry)

    def _slim(self, known: Known) -> Known:
        """Many integrations have the same permissions, and many tokens the same workspace."""
        if len(self._shared) >= _SHARED_ROOM:
            self._shared.clear()
        scopes = self._shared.setdefault(known.scopes, known.scopes)
        return replace(known, scopes=scopes, tenant=sys.intern(known.tenant))
