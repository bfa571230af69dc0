"""What may be answered about a token at each instant, by plain rules that know nothing of the product.

All instants are seconds of one clock. Whoever does something knows when it began and when it was answered,
and nothing more: in between both answers are right. Afterwards the old one is wrong: at once where it was
done, and elsewhere when the lease is over, which is nothing on SQLite.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from math import inf


class Says(Enum):
    YES = "yes"
    NO = "no"
    DOUBT = "doubt"
    """503: never wrong, but of no use."""


@dataclass(frozen=True, slots=True)
class Answer:
    token: str
    replica: int
    sent: float
    answered: float
    says: Says
    scopes: frozenset[str] = frozenset()


@dataclass(slots=True, kw_only=True)
class End:
    """A token's end, at an instant between two."""

    earliest: float
    latest: float = inf
    told: float = inf
    """When the deed that ends it was answered."""
    by: int | None = None
    """The replica that did it."""


@dataclass(slots=True)
class Grant:
    """What a token is good for, from an instant between two on."""

    scopes: frozenset[str]
    earliest: float
    told: float = inf


@dataclass(slots=True)
class Life:
    grants: list[Grant]
    """Shared by all tokens of an integration."""
    ends: list[End] = field(default_factory=list)


class Truth:
    def __init__(self, lease: float) -> None:
        self.lease = lease
        self.lives: dict[str, Life] = {}

    def flaw(self, answer: Answer) -> str | None:
        """Why it is a wrong answer; None for a right one."""
        if answer.says is Says.DOUBT:
            return None
        life = self.lives.get(answer.token)
        if life is None:
            return "nobody was ever given this token" if answer.says is Says.YES else None
        if answer.says is Says.YES:
            return self._wrong_yes(life, answer)
        over = any(end.earliest <= answer.answered for end in life.ends)
        return None if over else "it had not ended, and nobody was ending it"

    def _wrong_yes(self, life: Life, answer: Answer) -> str | None:
        for end in life.ends:
            lag = 0.0 if answer.replica == end.by else self.lease
            late = answer.sent - max(end.latest, end.told + lag)
            if late > 0:
                return f"it was over for {late * 1000:.1f} ms"
        if answer.scopes not in self._grantable(life, answer):
            return f"it was not good for {sorted(answer.scopes)} then"
        return None

    def _grantable(self, life: Life, answer: Answer) -> Iterator[frozenset[str]]:
        replaced = [grant.told + self.lease for grant in life.grants[1:]] + [inf]
        for grant, until in zip(life.grants, replaced, strict=True):
            if grant.earliest <= answer.answered and answer.sent <= until:
                yield grant.scopes


def relapses(answers: Sequence[Answer]) -> Iterator[Answer]:
    """A yes where the same replica had said no before: what has ended stays ended."""
    refused: dict[tuple[int, str], float] = defaultdict(lambda: inf)
    for answer in answers:
        if answer.says is Says.NO:
            place = (answer.replica, answer.token)
            refused[place] = min(refused[place], answer.answered)
    for answer in answers:
        if answer.says is Says.YES and answer.sent > refused[answer.replica, answer.token]:
            yield answer
