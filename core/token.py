"""One token of an integration and its states: offered, current, retiring, dead."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from core.overlap import Overlap


class State(StrEnum):
    OFFERED = "offered"
    """Minted and shown, or perhaps shown: it verifies, but nobody has said that they hold it."""
    CURRENT = "current"
    RETIRING = "retiring"
    """Replaced; it verifies until `ends_at`."""
    DEAD = "dead"


class End(StrEnum):
    """Three ends that are never mixed."""

    SUPERSEDED = "superseded"
    """Its overlap ended."""
    REPUDIATED = "repudiated"
    """Killed on purpose: beats every overlap, for ever."""
    EXPIRED = "expired"
    """Its time ran out without anybody taking it up."""


class Reason(StrEnum):
    """Why a token is dead. Each belongs to exactly one `End`."""

    OVERLAP_ENDED = "overlap_ended"
    EXPIRED_NOW = "expired_now"
    NEXT_ROTATION = "next_rotation"
    NOT_DELIVERED = "not_delivered"
    NOT_RECEIVED = "not_received"
    ROTATION_CANCELLED = "rotation_cancelled"
    REVOKED = "revoked"
    COMPROMISED = "compromised"
    DELETED = "deleted"
    NEVER_CONFIRMED = "never_confirmed"

    @property
    def end(self) -> End:
        if self in {Reason.OVERLAP_ENDED, Reason.EXPIRED_NOW, Reason.NEXT_ROTATION}:
            return End.SUPERSEDED
        return End.EXPIRED if self is Reason.NEVER_CONFIRMED else End.REPUDIATED


class Proof(StrEnum):
    """How we know that a token is held."""

    SAVED = "saved"
    FIRST_USE = "first_use"


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is stored instead of the token: a keyed digest, the key's id, and four characters for people."""

    digest: bytes
    key_id: str
    last_four: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    id: str
    version: int
    """1 for the integration's first token, then one more each time."""
    fingerprint: Fingerprint
    state: State = State.OFFERED
    recipient: str
    """Slack user id of the one person it was minted for."""
    minted_at: datetime
    minted_by: str
    overlap: Overlap = Overlap.AT_ONCE
    """What becomes of the token it replaces once this one is confirmed."""
    early: timedelta = timedelta()
    """It is due so much sooner than its period says: see `core.reminders.jitter`."""
    confirmed_at: datetime | None = None
    proof: Proof | None = None
    first_used_at: datetime | None = None
    ends_at: datetime | None = None
    ended_at: datetime | None = None
    reason: Reason | None = None

    def works(self, now: datetime) -> bool:
        """Whether it verifies at `now`. Exact to the instant, whether or not a sweep has run."""
        if self.state is State.RETIRING:
            return self.ends_at is not None and now < self.ends_at
        return self.state is not State.DEAD

    def confirmed(self, proof: Proof, now: datetime) -> Self:
        used = now if proof is Proof.FIRST_USE else self.first_used_at
        return replace(self, state=State.CURRENT, confirmed_at=now, proof=proof, first_used_at=used)

    def retiring(self, ends_at: datetime) -> Self:
        return replace(self, state=State.RETIRING, ends_at=ends_at)

    def current_again(self) -> Self:
        """Back from retirement, with its old due date, because `confirmed_at` has not moved."""
        return replace(self, state=State.CURRENT, ends_at=None)

    def dead(self, reason: Reason, now: datetime) -> Self:
        """Ended for `reason`; an overlap that was already over keeps its own end and instant."""
        if self.state is State.RETIRING and self.ends_at is not None and self.ends_at <= now:
            reason, now = Reason.OVERLAP_ENDED, self.ends_at
        return replace(self, state=State.DEAD, ended_at=now, reason=reason)


def working(tokens: Iterable[Token], token_id: str, now: datetime) -> Token | None:
    """That one of them, if it works."""
    return next((token for token in tokens if token.id == token_id and token.works(now)), None)
