"""The gateways that have proved themselves lately, with what each may still ask."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b

from api.asked import basic
from api.bucket import Bucket
from api.share import Share
from core.gateway import Admission, Gateway
from core.verification import Changes
from core.verification_ports import Gateways

ROOM = 1000
"""Credentials that are remembered, good and bad ones each."""


class TooMany(Exception):  # noqa: N818 - an answer, not an error
    """Whoever asks has to wait a little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """For each gateway and process, a second. They stop a scan, not traffic."""

    requests: float = 100_000
    """Unless the gateway has a rate of its own."""
    misses: float = 200
    """Look-ups that find nothing for this gateway; what is remembered is answered all the same."""
    strangers: float = 100
    """Look-ups for callers that have not proved to be anybody, all together."""


def bucket(rate: float) -> Bucket:
    return Bucket(rate, rate * 5)


@dataclass(slots=True)
class Tally:
    """One gateway's limits and figures; they outlast what is remembered of its credentials."""

    requests: Bucket
    misses: Bucket
    rate: float
    share: Share = field(default_factory=Share)


class Caller:
    __slots__ = ("admission", "gateway", "tally")

    def __init__(self, admission: Admission, tally: Tally) -> None:
        self.admission, self.tally = admission, tally
        self.gateway: Gateway = admission.gateway

    def refused(self, now: float) -> bool:
        """Count a "no". Whether it shows that their share has jumped."""
        return self.tally.share.refuse(now)


class Callers:
    def __init__(
        self,
        gateways: Gateways,
        random: Callable[[int], bytes],
        *,
        limits: Limits | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._gateways, self._limits, self._monotonic = gateways, limits or Limits(), monotonic
        self._secret = random(32)
        self._known: dict[bytes, Caller] = {}
        self._strangers: set[bytes] = set()
        self._tallies: dict[str, Tally] = {}
        self._known_at_least = self._turn = 0
        self.misses = bucket(self._limits.strangers)

    def find(self, credential: bytes, now: datetime) -> Caller | None:
        """From memory; None for a stranger and for who is not remembered."""
        caller = self._known.get(self._key(credential))
        return caller if caller is not None and caller.admission.holds(now) else None

    def is_stranger(self, credential: bytes) -> bool:
        """Whether it is known without a look-up that this is nobody."""
        return self._key(credential) in self._strangers or basic(credential) is None

    async def learn(self, credential: bytes) -> None:
        """Look it up and remember what was found. Raises `TooMany`, or whatever the database raises."""
        parts, turn = basic(credential), self._turn
        if parts is None:
            return
        if self.misses.is_empty(self._monotonic()):
            raise TooMany
        admission = await self._gateways.by_credential(*parts)
        if admission is None:
            self.misses.take(self._monotonic())
            self._keep_stranger(credential, turn)
        elif admission.epoch >= self._known_at_least:
            self._keep(credential, admission)

    def forget(self, changes: Changes) -> None:
        if changes.gateways or changes.integrations is None:
            self._turn += 1
            self._known_at_least = max(self._known_at_least, changes.epoch)
            self._known.clear()
            self._strangers.clear()

    def flagged(self) -> Iterable[tuple[str, bool]]:
        """By name: whether a gateway's share of "no" has jumped."""
        return {caller.gateway.name: caller.tally.share.jumped for caller in self._known.values()}.items()

    def _key(self, credential: bytes) -> bytes:
        return blake2b(credential, digest_size=16, key=self._secret).digest()

    def _keep_stranger(self, credential: bytes, turn: int) -> None:
        if len(self._strangers) >= ROOM:
            self._strangers.clear()
        if turn == self._turn:
            self._strangers.add(self._key(credential))

    def _keep(self, credential: bytes, admission: Admission) -> None:
        if len(self._known) >= ROOM:
            self._known.clear()
        self._known[self._key(credential)] = Caller(admission, self._tally(admission.gateway))

    def _tally(self, gateway: Gateway) -> Tally:
        rate = self._limits.requests if gateway.rate is None else gateway.rate
        new = Tally(bucket(rate), bucket(self._limits.misses), rate)
        tally = self._tallies.setdefault(gateway.id, new)
        if tally.rate != rate:  # it was changed
            tally.requests, tally.rate = new.requests, rate
        return tally
