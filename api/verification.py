"""Puts together what answers gateways, from what the composition root provides."""

from collections.abc import Callable
from functools import partial

from api.callers import Callers, Limits
from api.desk import Desk
from api.familiar import FamiliarRequests
from api.knowledge import Knowledge
from api.lookup import Lookup
from core.actions.verify import verify
from core.evidence import Use
from core.gateway import Gateway
from core.ports import Tools
from core.verification_ports import Freshness, Gateways, Ledger


def desk(
    *,
    tools: Tools,
    ledger: Ledger,
    gateways: Gateways,
    freshness: Freshness,
    note: Callable[[Use], None],
    alarm: Callable[[Gateway], None],
    random: Callable[[int], bytes],
    limits: Limits | None = None,
) -> Desk:
    knowledge = Knowledge(random)
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
        alarm=alarm,
        now=tools.now,
    )
