"""What the bot does for the clock. `bot` implements it, `cli` wires it."""

from dataclasses import dataclass

from core.actor import Person
from core.cards import Card, Drawing, Drawn, Redraw
from core.delivery import Outcome, Tell, Told
from core.notices import Outgoing
from core.refusals import NotAMember
from core.reminders.ports import Whereabouts


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    tell: Tell
    redraw: Redraw
    where: Whereabouts


async def _untold(_notice: Outgoing) -> Told:
    return Told(outcome=Outcome.RETRY)


async def _undrawn(_card: Card) -> Drawn:
    return Drawn(outcome=Drawing.RETRY)


async def _unknown(_tenant: str, _user: str) -> Person:
    raise NotAMember


SILENT = Voice(tell=_untold, redraw=_undrawn, where=_unknown)
"""For those who look and do not speak."""
