"""Which part of a gateway's questions is answered "no", and whether that has jumped.

A gateway whose credential was stolen, or behind which somebody tries out tokens, asks about many that are
not good. Each minute (or longer, while there is no "no") is compared with those before it, which count less
the longer ago they were.
"""

PERIOD = 60.0
"""Seconds."""
ENOUGH = 100
"""So many "no" in a minute are worth a look."""
JUMP = 0.25
"""As is a share that is so much above the usual one."""
_WEIGHT = 0.05


class Share:
    __slots__ = ("_refused", "_since", "jumped", "passed", "usual")

    def __init__(self) -> None:
        self.passed = 0
        """Counted from outside: most answers are a yes, and nothing has to be decided then."""
        self._refused = 0
        self._since: float | None = None
        self.usual: float | None = None
        """None until there was a minute to compare with."""
        self.jumped = False
        """When it was last looked at."""

    def refuse(self, now: float) -> bool:
        """Count a "no". Whether it was this one that showed a jump: worth one line in the log."""
        if self._since is None:
            self._since = now
        news = now - self._since >= PERIOD and self._turn(now)
        self._refused += 1
        return news

    def _turn(self, now: float) -> bool:
        before, share = self.jumped, self._refused / (self._refused + self.passed)
        usual = share if self.usual is None else self.usual
        self.jumped = self._refused >= ENOUGH and share >= usual + JUMP
        self.usual = usual + (share - usual) * _WEIGHT
        self.passed = self._refused = 0
        self._since = now
        return self.jumped and not before
