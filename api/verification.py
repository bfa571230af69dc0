"""Puts together what answers gateways, from what the composition root provides."""

from collections.abc import Callable
from functools import partial

from api.callers import Callers, Limits
from api.desk import Desk
from api.familiar import FamiliarRequests
from api.knowledge import ROOM, Knowledge
from api.lookup import Lookup
from core.actions.verify import verify
from core.evidence import Use
from core.ports import Tools
from core.verification_ports import Freshness, Gateways, Ledger


def desk(
    *,
    tools: Tools,
    ledger: Ledger,
    gateways: Gateways,
    freshness: Freshness,
    note: Callable[[Use], None],
    random: Callable[[int], bytes],
    room: int = ROOM,
    limits: Limits | None = None,
) -> Desk:
    knowledge = Knowledge(random, room=room)
    callers = Callers(gateways, random, limits=limits)
    confirm = partial(verify, tools)
    lookup = Lookup(knowledge=knowledge, callers=callers, ledger=ledger, confirm=confirm)
    return Desk(
        knowledge=knowledge,
        familiar=FamiliarRequests(random),
        callers=callers,
        lookup=lookup,
        freshness=freshness,
        note=note,
        now=tools.now,
    )
