"""A decoy is tried: whoever has its token was where it was planted. An incident opens at once."""

from collections.abc import AsyncIterator

from core.actions.late_tries import BATCH, LOOKING_BACK
from core.audit import SYSTEM
from core.evidence import Usage, UseCount
from core.incidents.kinds import Exposed, PersonalData
from core.incidents.words import tidied
from core.integration import Integration
from core.ports import Reading, Tools, Transaction
from core.refusals import Refused
from core.responding import Call, respond
from core.tries import Tried


async def watch_decoys(tools: Tools) -> int:
    """Returns how many incidents opened. Safe to run twice and anywhere."""
    return sum([await _looked(tools, tried) async for tried in _tried(tools)])


async def decoys_to_speak_of(tools: Tools) -> int:
    return sum([await _looked(tools, tried, dry=True) async for tried in _tried(tools)])


async def _tried(tools: Tools) -> AsyncIterator[Tried]:
    since, last = tools.now() - LOOKING_BACK, None
    while page := await tools.store.tries.decoys(since, BATCH, after=last):
        for last in page:
            yield last


async def _looked(tools: Tools, tried: Tried, *, dry: bool = False) -> bool:
    """Whether there was an alarm. Looked at without a lock first: most need nothing."""
    try:
        async with tools.store.reading(tried.tenant) as reading:
            new = await _news(reading, await reading.usage(tried.integration_id), tried)
        if dry or not new:
            return bool(new)
        async with tools.store.transaction(tried.tenant) as tx:
            return await _alarm(tools, tx, await tx.integration(tried.integration_id), tried)
    except Refused:  # deleted, or somebody was in the way: there is another second
        return False


async def _news(reading: Reading, usage: Usage, tried: Tried) -> list[UseCount]:
    """By callers that were not spoken of before, the latest first."""
    theirs = [each for each in usage.refused if each.token_id == tried.token_id]
    return [each for each in theirs if not await reading.was_said(_key(each))]


async def _alarm(tools: Tools, tx: Transaction, decoy: Integration, tried: Tried) -> bool:
    """While an incident is open, its checklist says where else it was used."""
    usage = await tx.usage(decoy.id)
    new = await _news(tx, usage, tried)
    for each in new:
        await tx.first_time(_key(each))
    if not new or await tx.incidents.open_for(decoy.id) is not None:
        return False
    exposed = Exposed(where=_told(decoy, usage, new[-1]))
    call = Call(exposed=exposed, personal_data=PersonalData.NO, token_id=tried.token_id)
    await respond(tools, tx, decoy, call, by=SYSTEM)
    return True


def _told(decoy: Integration, usage: Usage, first: UseCount) -> str:
    gateway, network, agent = first.caller.gateway, first.caller.network, first.caller.agent
    who = f"{agent or 'somebody'} from {network or 'an unknown network'}"
    through = usage.gateways.get(gateway, gateway)
    return tidied(f"decoy planted at {decoy.planted} was tried by {who}, through {through}")


def _key(each: UseCount) -> str:
    who = each.caller
    return f"decoy {each.token_id} {who.gateway} {who.network} {who.agent}"
