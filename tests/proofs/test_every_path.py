"""Promise A, exhaustively: every path through rotations is searched, until no state is left to visit."""

from collections import deque
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Self

import pytest

from core.integration import Integration
from core.token import Proof, Reason, Token
from tests.core.examples import NOW, WEEK, an_integration
from tests.proofs.rotation_model import World, broken_promise, moves

pytestmark = pytest.mark.no_cover  # the rules are called a million times


@dataclass
class Search:
    """Breadth first, so that the first broken promise it meets is one with a shortest path."""

    came_from: dict[World, tuple[World, str] | None]
    steps: int = 0
    flaw: list[str] = field(default_factory=list)
    """The path to a broken promise, and what is broken; empty if there is none."""

    def run(self) -> Self:
        queue = deque(self.came_from)
        while queue and not self.flaw:
            world = queue.popleft()
            for label, after in moves(world):
                self.steps += 1
                if what := broken_promise(world, label, after):
                    self.flaw = [*self.path_to(world), label, what]
                    break
                if after not in self.came_from:
                    self.came_from[after] = (world, label)
                    queue.append(after)
        return self

    def path_to(self, world: World) -> list[str]:
        step = self.came_from[world]
        return [*self.path_to(step[0]), step[1]] if step else []


def search(kind: type[Integration] = Integration) -> Search:
    usual = an_integration()
    start = kind(**{it.name: getattr(usual, it.name) for it in fields(usual)})
    return Search({World(start): None}).run()


@pytest.mark.slow
def test_no_path_breaks_a_promise() -> None:
    done = search()
    assert done.flaw == []
    assert len(done.came_from) > 5_000
    assert done.steps > 50_000


# --- the search has teeth: rules that others have been bitten by


class RevokesFirst(Integration):
    """Ends the old token when the new one is minted."""

    def offer(self, token: Token) -> Self:
        offered = super().offer(token)
        return offered.kill(self.current.id, Reason.EXPIRED_NOW, NOW) if self.current else offered


class StartsTheClockAtTheCall(Integration):
    """Counts the overlap from the click, whether or not anybody got the new token."""

    def offer(self, token: Token) -> Self:
        old = self.current
        retiring = [other.retiring(NOW + WEEK) if other is old else other for other in self.tokens]
        return replace(super().offer(token), tokens=(*retiring, token))


class TakesMintedForHeld(Integration):
    """Makes the new token current without waiting for a word of its recipient."""

    def offer(self, token: Token) -> Self:
        return super().offer(token).confirm(token.id, Proof.SAVED, NOW)


class TakesBackWhatIsInUse(Integration):
    """Ends a token that was not delivered, without a look at whether it was used."""

    def void(self, token_id: str, reason: Reason, now: datetime) -> Self:
        return self.kill(token_id, reason, now)


class LetsTwoBeOnTheirWay(Integration):
    """Mints another token although one is on its way."""

    def offer(self, token: Token) -> Self:
        return replace(self, tokens=(*self.tokens, token), handover=None)


class CancelsBothWays(Integration):
    """Cancels a rotation by ending the new token, even if the old one is over."""

    def cancel_rotation(self, now: datetime) -> Self:
        new = self.offered or self.current
        return self.kill(new.id, Reason.ROTATION_CANCELLED, now) if new else self


NEW_TOKEN = ["rotate", "it arrives", "saved it"]
CUT_OFF = "nothing that the third party has works"


@pytest.mark.parametrize(
    ("kind", "flaw"),
    [
        (RevokesFirst, [*NEW_TOKEN, "rotate", CUT_OFF]),
        (
            StartsTheClockAtTheCall,
            [*NEW_TOKEN, "rotate", "the current token ended without a successor"],
        ),
        (TakesMintedForHeld, ["rotate", "a token is current that nobody has"]),
        (TakesBackWhatIsInUse, [*NEW_TOKEN, "did not get it", CUT_OFF]),
        (LetsTwoBeOnTheirWay, ["rotate", "rotate", "two tokens in one state"]),
        (CancelsBothWays, [*NEW_TOKEN, "cancel", CUT_OFF]),
    ],
)
def test_the_search_finds_how_other_rules_would_hurt(kind: type[Integration], flaw: list[str]) -> None:
    assert search(kind).flaw == flaw
