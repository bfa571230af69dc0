"""A decoy is tried: whoever has its token was where it was planted. An incident opens at once."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from core.actions.late_tries import BATCH, LOOKING_BACK
from core.audit import SYSTEM
from core.evidence import Usage, UseCount
from core.incidents.kinds import Exposed, PersonalData
from core.incidents.words import tidied
from core.integration import Integration
from core.place import Place
from core.ports import Reading, Tools, Transaction
from core.responding import Call, respond
from core.sweeping import due, paged, sweep


@dataclass(frozen=True, slots=True)
class _News:
    decoy: Integration
    usage: Usage
    new: tuple[UseCount, ...]
    """By callers that were not spoken of before, the latest first."""


async def watch_decoys(tools: Tools) -> int:
    """Returns how many incidents opened. Safe to run twice and anywhere."""
    return sum(await sweep(tools, _tried(tools), _look, _alarm))


async def decoys_to_speak_of(tools: Tools) -> int:
    return await due(tools, _tried(tools), _look)


def _tried(tools: Tools) -> AsyncIterator[Place]:
    since = tools.now() - LOOKING_BACK
    return paged(lambda last: tools.store.tries.decoys(since, BATCH, after=last))


async def _look(_tools: Tools, reading: Reading, place: Place) -> _News | None:
    decoy = await reading.integration(place.integration_id)
    usage = await reading.usage(decoy.id)
    theirs = [each for each in usage.refused if each.token_id == place.token_id]
    said = await reading.were_said([_key(each) for each in theirs])
    new = tuple(each for each in theirs if _key(each) not in said)
    return _News(decoy, usage, new) if new else None


async def _alarm(tools: Tools, tx: Transaction, news: _News) -> bool:
    """While an incident is open, its checklist says where else it was used."""
    for each in news.new:
        await tx.first_time(_key(each))
    if await tx.incidents.open_for(news.decoy.id) is not None:
        return False
    first = news.new[-1]
    exposed = Exposed(where=_told(news.decoy, news.usage, first))
    call = Call(exposed=exposed, personal_data=PersonalData.NO, token_id=first.token_id)
    await respond(tools, tx, news.decoy, call, by=SYSTEM)
    return True


def _told(decoy: Integration, usage: Usage, first: UseCount) -> str:
    gateway, network, agent = first.caller.gateway, first.caller.network, first.caller.agent
    who = f"{agent or 'somebody'} from {network or 'an unknown network'}"
    through = usage.gateways.get(gateway, gateway)
    return tidied(f"decoy planted at {decoy.planted} was tried by {who}, through {through}")


def _key(each: UseCount) -> str:
    who = each.caller
    return f"decoy {each.token_id} {who.gateway} {who.network} {who.agent}"
