"""A private integration and what may follow what. Pure: every method gives a new value or refuses."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from core.evidence import QUIET
from core.handover import Handover
from core.leaks.policy import OnLeak
from core.overlap import LONGEST, Overlap
from core.quarantine import Quarantine
from core.refusals import (
    AlreadySafe,
    HandoverGone,
    NoOverlap,
    NothingToCancel,
    NothingToConfirm,
    NotYours,
    OverlapTooLong,
    OverlapTooShort,
    RotationUnderway,
    TokenGone,
)
from core.reminders.jitter import most_early
from core.token import Proof, Reason, State, Token

PERIOD = timedelta(days=90)
"""How long a token may serve before its rotation is due."""
UNCONFIRMED = timedelta(days=7)
"""How long an offered token that nobody confirmed or used goes on working."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Integration:
    id: str
    tenant: str
    """Slack workspace id: part of every key and every query."""
    name: str
    description: str
    scopes: frozenset[str]
    owner: str
    backup_owner: str = ""
    """Who is reminded as well in the end, and in the owner's place when they have gone; empty for nobody."""
    storage_note: str
    """Where the third party keeps the token, in the owner's words."""
    period: timedelta = PERIOD
    quiet: timedelta = QUIET
    """A caller of the old token that was silent for so long counts as gone: see `Overlap.UNTIL_MOVED`."""
    on_leak: OnLeak = OnLeak.REVOKE
    """What is done when a token of it is found in public."""
    planted: str = ""
    """Where its token was left for intruders to find: then it is a decoy, which opens nothing, and its first
    use is an alarm. Empty for a real one; never changed."""
    generation: int = 1
    """Counts changes. A change that was decided on an older generation is refused."""
    created_at: datetime
    created_by: str
    changed_at: datetime
    changed_by: str
    kept_at: datetime | None = None
    """When somebody said last that it stays although nobody uses it."""
    kept_by: str = ""
    gone_owner: str = ""
    """The owner, if it is known that they are not there any more."""
    gone_at: datetime | None = None
    quarantine: Quarantine | None = None
    """While it is suspected, and must go on working."""
    deleted_at: datetime | None = None
    handover: Handover | None = None
    next_version: int = 1
    tokens: tuple[Token, ...] = ()
    """Those that are not dead, and, in a value that is about to be saved, those that have just died."""

    @property
    def decoy(self) -> bool:
        return bool(self.planted)

    # --- which token is which

    @property
    def quarantined_at(self) -> datetime | None:
        return self.quarantine.at if self.quarantine is not None else None

    @property
    def offered(self) -> Token | None:
        return self._in_state(State.OFFERED)

    @property
    def current(self) -> Token | None:
        return self._in_state(State.CURRENT)

    def retiring(self, now: datetime) -> Token | None:
        """The old token while it still works."""
        token = self._in_state(State.RETIRING)
        return token if token is not None and token.works(now) else None

    def token(self, token_id: str) -> Token:
        for token in self.tokens:
            if token.id == token_id and token.state is not State.DEAD:
                return token
        raise TokenGone(self.name)

    def until_moved(self, now: datetime) -> Token | None:
        """The old token, if it is to end once everybody has moved, and nobody gave it more time since."""
        old, new = self.retiring(now), self.current
        if old is None or new is None or new.overlap is not Overlap.UNTIL_MOVED or new.confirmed_at is None:
            return None
        return old if old.ends_at == new.confirmed_at + new.overlap.span() else None

    @property
    def due_at(self) -> datetime | None:
        """When the current token should be replaced; None while there is none, and for a decoy."""
        token = self.current
        if token is None or token.confirmed_at is None or self.decoy:
            return None
        return token.confirmed_at + self.period - min(token.early, most_early(self.period))

    def waiting(self, now: datetime) -> Handover | None:
        """The hand-over that its recipient can still take up."""
        return self.handover if self.handover is not None and now < self.handover.expires_at else None

    # --- what may happen

    def offer(self, token: Token) -> Self:
        """Add a new token beside the old one, which goes on working without an end."""
        if self.offered is not None or self.waiting(token.minted_at) is not None:
            raise RotationUnderway(self.name)
        return replace(self, tokens=(*self.tokens, token), next_version=token.version + 1, handover=None)

    def hand_over(self, handover: Handover, now: datetime) -> Self:
        """Let somebody collect a new token; the present one goes on working without an end."""
        if self.offered is not None or self.waiting(now) is not None:
            raise RotationUnderway(self.name)
        return replace(self, handover=handover)

    def collect(self, handover_id: str, recipient: str, now: datetime) -> tuple[Handover, Self]:
        """The hand-over that `recipient` takes up, and what is left: then a token can be offered."""
        waiting = self.waiting(now)
        if waiting is None or waiting.id != handover_id:
            raise HandoverGone
        if waiting.recipient != recipient:
            raise NotYours
        return waiting, replace(self, handover=None)

    def confirm(self, token_id: str, proof: Proof, now: datetime) -> Self:
        """The offered token is known to be held: it becomes current, and the old one's countdown starts."""
        token = self.token(token_id)
        if token.state is State.CURRENT and proof is Proof.SAVED and token.proof is Proof.FIRST_USE:
            return self._saved_after_use(token, now)
        if token.state is State.CURRENT:
            raise AlreadySafe(self.name)
        if token.state is not State.OFFERED:
            raise NothingToConfirm(self.name)
        span = token.overlap.span(first_use=proof is Proof.FIRST_USE)
        return self._each(lambda other: _after_confirmation(other, token, proof, span, now))

    def void(self, token_id: str, reason: Reason, now: datetime) -> Self:
        """End an offered token that did not reach its recipient, or that nobody took up."""
        token = self.token(token_id)
        if token.state is not State.OFFERED:
            raise AlreadySafe(self.name)
        return self._ending(token, reason, now)

    def cancel_rotation(self, now: datetime) -> Self:
        """Undo the rotation that is under way, or the one whose overlap is running."""
        if self.waiting(now) is not None:
            return replace(self, handover=None)
        if self.offered is not None:
            if self.current is None:
                raise NothingToCancel(self.name)
            return self._ending(self.offered, Reason.ROTATION_CANCELLED, now)
        old = self.retiring(now)
        if old is None or self.current is None:
            raise NothingToCancel(self.name)
        undone = {
            old.id: old.current_again(),
            self.current.id: self.current.dead(Reason.ROTATION_CANCELLED, now),
        }
        return self._each(lambda token: undone.get(token.id, token))

    def expire_old(self, now: datetime) -> Self:
        return self._ending(self._overlap(now), Reason.EXPIRED_NOW, now)

    def extend_overlap(self, ends_at: datetime, now: datetime) -> Self:
        old = self._overlap(now)
        if old.ends_at is not None and ends_at <= old.ends_at:
            raise OverlapTooShort(self.name)
        if ends_at > now + LONGEST:
            raise OverlapTooLong(self.name)
        return self._replacing(old.retiring(ends_at))

    def end_as_moved(self, now: datetime) -> Self:
        """Everybody uses the new token: the old one has served its time."""
        old = self.until_moved(now)
        if old is None:
            raise NoOverlap(self.name)
        return self._ending(old, Reason.OVERLAP_ENDED, now)

    def end_overlap(self, now: datetime) -> Self:
        """Write down that an overlap is over. Verification did not wait for this."""
        old = self._in_state(State.RETIRING)
        if old is None or old.works(now):
            raise NoOverlap(self.name)
        return self._ending(old, Reason.OVERLAP_ENDED, now)

    def kill(self, token_id: str, reason: Reason, now: datetime) -> Self:
        """Repudiate one token, whatever its state."""
        return self._ending(self.token(token_id), reason, now)

    def kill_all(self, reason: Reason, now: datetime) -> Self:
        dead = self._each(lambda token: token if token.state is State.DEAD else token.dead(reason, now))
        return replace(dead, handover=None)

    def delete(self, now: datetime) -> Self:
        """Every token dies; what is left is a tombstone for the audit and for leak reports."""
        return replace(self.kill_all(Reason.DELETED, now), deleted_at=now)

    # --- the small print

    def _in_state(self, state: State) -> Token | None:
        return next((token for token in self.tokens if token.state is state), None)

    def _saved_after_use(self, token: Token, now: datetime) -> Self:
        """The recipient's word after a first use: where the old token was to end at once, it now does.

        Unless somebody extended its overlap meanwhile.
        """
        known = {token.id: replace(token, proof=Proof.SAVED)}
        old, used_at = self.retiring(now), token.confirmed_at
        if old is not None and used_at is not None and not token.overlap.span():
            as_planned = old.ends_at == used_at + token.overlap.span(first_use=True)
            known[old.id] = old.dead(Reason.OVERLAP_ENDED, now) if as_planned else old
        return self._each(lambda each: known.get(each.id, each))

    def _overlap(self, now: datetime) -> Token:
        old = self.retiring(now)
        if old is None:
            raise NoOverlap(self.name)
        return old

    def _ending(self, token: Token, reason: Reason, now: datetime) -> Self:
        return self._replacing(token.dead(reason, now))

    def _replacing(self, token: Token) -> Self:
        return self._each(lambda other: token if other.id == token.id else other)

    def _each(self, change: Callable[[Token], Token]) -> Self:
        return replace(self, tokens=tuple(change(token) for token in self.tokens))


def _after_confirmation(token: Token, new: Token, proof: Proof, span: timedelta, now: datetime) -> Token:
    """What becomes of each token when `new` is confirmed. At most one stays behind, retiring."""
    if token.id == new.id:
        return token.confirmed(proof, now)
    if token.state is State.CURRENT:
        return token.retiring(now + span) if span else token.dead(Reason.OVERLAP_ENDED, now)
    if token.state is State.RETIRING:
        return token.dead(Reason.NEXT_ROTATION, now)
    return token
