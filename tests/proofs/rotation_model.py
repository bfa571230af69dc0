"""A small model of everything around the rules of a rotation, so that a search can try every path.

The rules are the real ones (`core.integration`). Around them: people who click at any moment, messages that
arrive, get lost, are refused or come late, a process that dies, a third party that knows only what it has
seen, and time. Living tokens are numbered anew after each step, so there are finitely many states although
lives have no end. Admins have no forms here: submitting a form that is still true is the same as acting now,
and the store refuses any other.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import Self

from core.handover import Handover
from core.integration import Integration
from core.overlap import LONGEST, Overlap
from core.refusals import Refused
from core.token import Proof, Reason, State, Token
from tests.core.examples import NOW, a_handover, offered

Change = Callable[[Integration], Integration]
OVERLAPS = (Overlap.AT_ONCE, Overlap.WEEK)


class Mail(StrEnum):
    """Where a token's message is, and whether our process still waits for Slack's answer."""

    SENDING = "sending"
    LATE = "late"
    """Nobody waits any more; it may arrive all the same."""
    REFUSED = "refused"
    """Slack said no, and the token is about to be taken back; that no may even have been a lie."""
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Letter:
    mail: Mail = Mail.SENDING
    seen: bool = False


@dataclass(frozen=True, slots=True)
class World:
    integration: Integration
    letters: tuple[Letter, ...] = ()
    """One for each token."""
    promised: bool = False
    """The third party has confirmed a token, and nothing was killed on purpose since."""

    def saved(self, after: Integration) -> Self:
        """The dead leave, as in the database, and the others are numbered from 1."""
        letters = {token.id: _kept(letter, token) for token, letter in self.tokens()}
        alive = [token for token in after.tokens if token.state is not State.DEAD]
        tokens = tuple(
            replace(token, id=f"token-{number}", version=number, fingerprint=offered(number).fingerprint)
            for number, token in enumerate(alive, start=1)
        )
        return replace(
            self,
            integration=replace(after, tokens=tokens, next_version=len(tokens) + 1),
            letters=tuple(letters.get(token.id, Letter()) for token in alive),
        )

    def tokens(self) -> Iterator[tuple[Token, Letter]]:
        return zip(self.integration.tokens, self.letters, strict=True)

    def with_letter(self, token: Token, letter: Letter) -> Self:
        letters = tuple(_kept(letter, other) if other is token else its for other, its in self.tokens())
        return replace(self, letters=letters)


def _kept(letter: Letter, token: Token) -> Letter:
    """Less to search: nothing follows any more from a message that came late, or of a retiring token."""
    nothing_follows = letter == Letter(Mail.LATE, seen=True) or token.state is State.RETIRING
    return replace(letter, mail=Mail.OVER) if nothing_follows else letter


Move = tuple[str, World]


def moves(world: World) -> Iterator[Move]:
    """All that can happen next."""
    yield from admins(world)
    for token, letter in world.tokens():
        yield from recipient(world, token, letter)
        yield from slack(world, token, letter)
    yield from time(world)


def attempt(world: World, label: str, change: Change) -> Iterator[Move]:
    try:
        yield label, world.saved(change(world.integration))
    except Refused:
        return


def admins(world: World) -> Iterator[Move]:
    for overlap in OVERLAPS:
        yield from attempt(world, "rotate", partial(offer, overlap=overlap))
        yield from attempt(world, "hand over", partial(hand_over, overlap=overlap))
    yield from attempt(world, "cancel", lambda it: it.cancel_rotation(NOW))
    yield from attempt(world, "extend", lambda it: it.extend_overlap(NOW + LONGEST, NOW))
    yield from attempt(world, "expire old", lambda it: it.expire_old(NOW))
    unpromised = replace(world, promised=False)
    yield from attempt(unpromised, "compromise", lambda it: it.kill_all(Reason.COMPROMISED, NOW))
    for token in world.integration.tokens:
        yield from attempt(unpromised, "revoke one", partial(revoke, token=token))


def offer(integration: Integration, *, overlap: Overlap) -> Integration:
    return integration.offer(offered(integration.next_version, overlap=overlap))


def collect(integration: Integration, waiting: Handover) -> Integration:
    _, free = integration.collect(waiting.id, waiting.recipient, NOW)
    return offer(free, overlap=waiting.overlap)


def hand_over(integration: Integration, *, overlap: Overlap) -> Integration:
    return integration.hand_over(a_handover(overlap=overlap), NOW)


def revoke(integration: Integration, *, token: Token) -> Integration:
    return integration.kill(token.id, Reason.REVOKED, NOW)


def recipient(world: World, token: Token, letter: Letter) -> Iterator[Move]:
    if letter.seen:
        kept = replace(world, promised=True)
        yield from attempt(kept, "saved it", lambda it: it.confirm(token.id, Proof.SAVED, NOW))
        yield from attempt(kept, "first use", lambda it: it.confirm(token.id, Proof.FIRST_USE, NOW))

    def without(it: Integration) -> Integration:
        return it.void(token.id, Reason.NOT_RECEIVED, NOW)

    yield from attempt(world, "did not get it", lambda it: offer(without(it), overlap=token.overlap))
    yield from attempt(world, "sent again", lambda it: hand_over(without(it), overlap=token.overlap))


def slack(world: World, token: Token, letter: Letter) -> Iterator[Move]:
    if letter.mail in {Mail.SENDING, Mail.LATE} and not letter.seen:
        yield "it arrives", world.with_letter(token, replace(letter, seen=True))
    if letter.mail is Mail.SENDING:
        yield "no answer, or crash", world.with_letter(token, replace(letter, mail=Mail.LATE))
        yield "answer: ok", world.with_letter(token, replace(letter, mail=Mail.OVER))
        yield "answer: refused", world.with_letter(token, replace(letter, mail=Mail.REFUSED))
    if letter.mail is Mail.REFUSED:
        yield "crash", world.with_letter(token, replace(letter, mail=Mail.OVER))
        yield from attempt(world, "taken back", lambda it: taken_back(it, token))


def taken_back(integration: Integration, token: Token) -> Integration:
    without = integration.void(token.id, Reason.NOT_DELIVERED, NOW)
    return hand_over(without, overlap=token.overlap)


def time(world: World) -> Iterator[Move]:
    waiting = world.integration.waiting(NOW)
    if waiting is not None:
        yield from attempt(world, "show token", lambda it: collect(it, waiting))
        late = replace(waiting, expires_at=NOW)
        yield from attempt(world, "nobody collects", lambda it: replace(it, handover=late))
    old = world.integration.retiring(NOW)
    if old is not None:
        yield from attempt(world, "overlap runs out", lambda it: run_out(it, old))
    yield from attempt(world, "overlap written off", lambda it: it.end_overlap(NOW))
    fresh = world.integration.offered
    if fresh is not None:
        yield from attempt(
            world, "nobody confirms", lambda it: it.void(fresh.id, Reason.NEVER_CONFIRMED, NOW)
        )


def run_out(integration: Integration, old: Token) -> Integration:
    over = replace(old, ends_at=NOW)
    return replace(integration, tokens=tuple(over if token is old else token for token in integration.tokens))


def broken_promise(before: World, label: str, after: World) -> str | None:
    """What is wrong with a step, if anything."""
    states = [token.state for token, _ in after.tokens()]
    if len(states) != len(set(states)):
        return "two tokens in one state"
    if after.promised and not any(letter.seen and token.works(NOW) for token, letter in after.tokens()):
        return "nothing that the third party has works"
    if any(token.state is State.CURRENT and not letter.seen for token, letter in after.tokens()):
        return "a token is current that nobody has"
    killed = label in {"compromise", "revoke one"}
    if before.integration.current and not after.integration.current and not killed:
        return "the current token ended without a successor"
    return None
