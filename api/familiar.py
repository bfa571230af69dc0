"""Requests that come again to the byte, as those of gateways do: what each was found to mean.

The same bytes mean the same, so neither parser nor form is needed for them again. Only requests that were
answered with a yes are kept. They are found by a digest, for the end caller's token is in them, and forgotten
with what they are about.
"""

from collections.abc import Callable
from hashlib import blake2b

from api.answers import Answer
from api.callers import Caller
from api.generations import Generations, Place
from core.evidence import Caller as EndCaller
from core.verification import Changes, Known

ROOM = 100_000
"""Requests; see docs/decisions/0007-hot-path.md for what that is in bytes."""


class Familiar:
    __slots__ = ("answer", "caller", "known", "wanted", "who")

    def __init__(
        self, answer: Answer, caller: Caller, known: Known, who: EndCaller, wanted: frozenset[str]
    ) -> None:
        self.answer, self.caller, self.known = answer, caller, known
        self.who, self.wanted = who, wanted

    @property
    def place(self) -> Place:
        return self.known.place


class FamiliarRequests:
    def __init__(self, random: Callable[[int], bytes], *, room: int = ROOM) -> None:
        self._secret = random(32)
        self._requests: Generations[Familiar] = Generations(room)

    def __len__(self) -> int:
        return len(self._requests)

    def find(self, piece: bytes) -> Familiar | None:
        return self._requests.get(self._key(piece))

    def keep(self, piece: bytes, familiar: Familiar) -> None:
        self._requests.put(self._key(piece), familiar)

    def forget(self, changes: Changes) -> None:
        """See `core.verification_ports.Freshness.on_change`."""
        if changes.integrations is None or changes.gateways:
            self._requests.clear()
            return
        for place in changes.integrations:
            self._requests.drop(place)

    def _key(self, piece: bytes) -> bytes:
        return blake2b(piece, digest_size=16, key=self._secret).digest()
