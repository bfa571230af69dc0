"""What this process remembers of tokens, so that a warm answer needs no query.

It is keyed by a digest under a key that lives and dies with the process, so no token is in it.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from hashlib import blake2b

from api.answers import Answer
from api.generations import Generations, Place
from core.verification import Changes, Known

ROOM = 200_000
"""Tokens; see docs/decisions/0007-hot-path.md for what that is in bytes."""
UNKNOWN_ROOM = 20_000
"""Tokens that look right and are not ours."""
_SHARED_ROOM = 10_000
_Key = bytes


class Entry:
    """What is known of a token, and the answers that were already put into words."""

    __slots__ = ("authorized", "introspected", "known")

    def __init__(self, known: Known) -> None:
        self.known = known
        self.introspected: Answer | None = None
        self.authorized: Answer | None = None

    @property
    def place(self) -> Place:
        return self.known.place

    def says(self, answer: Answer) -> bool:
        """Whether this is one of its answers, and not any other that reads the same."""
        return answer is self.introspected or answer is self.authorized


class Knowledge:
    def __init__(self, random: Callable[[int], bytes], *, room: int = ROOM) -> None:
        self._secret = random(32)
        self._entries: Generations[Entry] = Generations(room)
        self.entry = self._entries.get
        self._unknown: set[_Key] = set()
        self._shared: dict[frozenset[str], frozenset[str]] = {}
        self._known_at_least = 0
        self.turn = 0
        """Counts what was forgotten: an "unknown" that was looked up before the last time is not kept."""

    def __len__(self) -> int:
        return len(self._entries)

    def key(self, token: bytes) -> _Key:
        return blake2b(token, digest_size=16, key=self._secret).digest()

    def is_unknown(self, key: _Key) -> bool:
        return key in self._unknown

    def keep(self, key: _Key, known: Known) -> None:
        """Unless a change was told meanwhile that it may not know of."""
        if known.epoch >= self._known_at_least:
            self._entries.put(key, Entry(self._slim(known)))

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
            self._entries.clear()
            return
        for place in changes.integrations:
            self._entries.drop(place)

    def _slim(self, known: Known) -> Known:
        """Many integrations have the same permissions, and many tokens the same workspace."""
        if len(self._shared) >= _SHARED_ROOM:
            self._shared.clear()
        scopes = self._shared.setdefault(known.scopes, known.scopes)
        return replace(known, scopes=scopes, tenant=sys.intern(known.tenant))
