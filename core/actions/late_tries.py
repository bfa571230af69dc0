"""A dead token is tried: its owner hears of it once, or an incident opens if nobody knows who that was."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from core.audit import SYSTEM
from core.evidence import Caller, UseCount
from core.incidents.incident import Incident
from core.incidents.kinds import Exposed, Severity, Suspect, Way
from core.integration import Integration
from core.notices import Kind, Notice
from core.ports import Reading, Tools, Transaction
from core.refusals import Refused
from core.responding import announced
from core.token import Token
from core.tries import Tried, tries_of

BATCH = 100
LOOKING_BACK = timedelta(days=2)
"""Longer than the clock is likely to stand still: what was said once is not said again anyway."""


@dataclass(frozen=True, slots=True)
class _Matter:
    integration: Integration
    token: Token
    stranger: UseCount | None
    forgetful: tuple[UseCount, ...]
    """Those that were not spoken of before."""


async def look_at_tries(tools: Tools) -> Mapping[str, int]:
    """How many owners were told, and how many incidents opened. Safe to run twice and anywhere."""
    done = {"told": 0, "opened": 0}
    async for tried in _tried(tools):
        what = await _look(tools, tried)
        if what:
            done[what] += 1
    return done


async def tries_to_look_at(tools: Tools) -> int:
    return sum([bool(await _look(tools, tried, dry=True)) async for tried in _tried(tools)])


async def _tried(tools: Tools) -> AsyncIterator[Tried]:
    since, last = tools.now() - LOOKING_BACK, None
    while page := await tools.store.tries.since(since, BATCH, after=last):
        for last in page:
            yield last


async def _look(tools: Tools, tried: Tried, *, dry: bool = False) -> str:
    """What was done. Looked at without a lock first: most need nothing."""
    try:
        async with tools.store.reading(tried.tenant) as reading:
            if await _matter(tools, reading, tried) is None:
                return ""
        if dry:
            return "due"
        async with tools.store.transaction(tried.tenant) as tx:
            matter = await _matter(tools, tx, tried)
            return await _deal_with(tools, tx, matter) if matter is not None else ""
    except Refused:  # deleted, or somebody was in the way: there is another minute
        return ""


async def _matter(tools: Tools, reading: Reading, tried: Tried) -> _Matter | None:
    """None where everything was said, or an incident is open: its checklist says more than this could."""
    integration = await reading.integration(tried.integration_id)
    if await reading.incidents.open_for(integration.id) is not None:
        return None
    tokens = {token.id: token for token in await reading.tokens(integration.id)}
    token = tokens[tried.token_id]
    tries = tries_of(token, await reading.usage(integration.id))
    if tries.strangers and not await reading.was_said(_stranger(token)):
        return _Matter(integration, token, tries.strangers[0], ())
    if await reading.was_said(_today(tools, token)):
        return None
    new = [each for each in tries.forgetful if not await reading.was_said(_forgot(token, each.caller))]
    return _Matter(integration, token, None, tuple(new)) if new else None


async def _deal_with(tools: Tools, tx: Transaction, matter: _Matter) -> str:
    if matter.stranger is not None:
        await tx.first_time(_stranger(matter.token))
        await _open(tools, tx, matter.integration, matter.token, matter.stranger)
        return "opened"
    await tx.first_time(_today(tools, matter.token))
    for each in matter.forgetful:
        await tx.first_time(_forgot(matter.token, each.caller))
    facts = {"token": matter.token.id, "version": str(matter.token.version)}
    integration = matter.integration
    kind = Kind.STILL_TRIED
    await tx.say(Notice(kind=kind, to=integration.owner, integration_id=integration.id, facts=facts))
    return "told"


async def _open(tools: Tools, tx: Transaction, it: Integration, token: Token, tried: UseCount) -> None:
    """Nothing is left to kill: the token is dead. But somebody has it, and people should know from where."""
    now, who = tools.now(), tried.caller
    incident = Incident(
        id=tools.new_id(),
        tenant=it.tenant,
        integration_id=it.id,
        name=it.name,
        scopes=it.scopes,
        suspects=(Suspect.of(token),),
        severity=Severity.P4,
        way=Way.REVOKE,
        exposed=Exposed(where=f"tried from {who.network} {who.agent}".strip()),
        by_digest=True,
        opened_at=now,
        opened_by=SYSTEM,
    ).killed(Way.REVOKE, (), SYSTEM, token.ended_at or now)
    told = await announced(tx, incident, by=SYSTEM)
    await tx.incidents.add(
        told, by=SYSTEM, severity=told.severity, way=told.way, exposure=told.exposed.exposure
    )


def _stranger(token: Token) -> str:
    return f"tried by a stranger {token.id}"


def _forgot(token: Token, caller: Caller) -> str:
    return f"still tried {token.id} {caller.gateway} {caller.network} {caller.agent}"


def _today(tools: Tools, token: Token) -> str:
    """At most once a day for each token, whoever else turns up."""
    return f"still tried {token.id} {tools.now().date()}"
