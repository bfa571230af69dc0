"""What the bot does for the clock. `bot` implements it, `cli` wires it."""

from dataclasses import dataclass

from core.cards import Card, Drawing, Drawn, Redraw
from core.notices import Outgoing
from core.ports import Outcome, Tell, Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    tell: Tell
    redraw: Redraw


async def _untold(_notice: Outgoing) -> Told:
    return Told(outcome=Outcome.RETRY)


async def _undrawn(_card: Card) -> Drawn:
    return Drawn(outcome=Drawing.RETRY)


SILENT = Voice(tell=_untold, redraw=_undrawn)
"""For those who look and do not speak."""
