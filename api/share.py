"""Which part of a gateway's questions is answered "no", and whether that has jumped.

A gateway whose credential was stolen, or behind which somebody tries out tokens, asks about many that are
not good. Each minute is compared with those before it, which count less the longer ago they were.
"""

PERIOD = 60.0
"""Seconds."""
ENOUGH = 100
"""So many "no" in a minute are worth a look."""
JUMP = 0.25
"""As is a share that is so much above the usual one."""
_WEIGHT = 0.05


class Share:
    __slots__ = ("_asked", "_refused", "_since", "jumped", "usual")

    def __init__(self) -> None:
        self._asked = self._refused = 0
        self._since: float | None = None
        self.usual: float | None = None
        """None until there was a minute to compare with."""
        self.jumped = False
        """In the last full minute."""

    def count(self, *, refused: bool, now: float) -> bool:
        """Note an answer. Whether it was this one that showed a jump: worth one line in the log."""
        if self._since is None:
            self._since = now
        news = now - self._since >= PERIOD and self._turn(now)
        self._asked += 1
        self._refused += refused
        return news

    def _turn(self, now: float) -> bool:
        before, share = self.jumped, self._refused / self._asked
        usual = share if self.usual is None else self.usual
        self.jumped = self._refused >= ENOUGH and share >= usual + JUMP
        self.usual = usual + (share - usual) * _WEIGHT
        self._asked = self._refused = 0
        self._since = now
        return self.jumped and not before
