"""A dead token is tried: its owner hears of it once, or an incident opens if nobody knows who that was."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.audit import SYSTEM, Event
from core.evidence import Caller, UseCount
from core.incidents.incident import Incident
from core.incidents.kinds import Exposed, Severity, Suspect, Way
from core.incidents.said import done_by
from core.incidents.weighing import weigh
from core.incidents.work import on_record
from core.integration import Integration
from core.notices import Kind, Notice
from core.ports import Reading, Tools, Transaction
from core.refusals import Refused
from core.responding import announced
from core.token import Reason, Token
from core.tries import Tried, machine, tries_of

BATCH = 100
LOOKING_BACK = timedelta(days=2)
"""Whoever has not tried for so long has stopped. Longer than the clock is likely to stand still."""


@dataclass(frozen=True, slots=True)
class _Matter:
    """What was not spoken of before."""

    integration: Integration
    token: Token
    leaked_at: datetime | None
    incident: Incident | None
    """The one that is open."""
    strangers: tuple[UseCount, ...]
    forgetful: tuple[UseCount, ...]

    @property
    def on_checklist(self) -> bool:
        """The incident is about this very token: it says more than this could."""
        suspects = self.incident.suspects if self.incident is not None else ()
        return self.token.id in {each.id for each in suspects}


async def look_at_tries(tools: Tools) -> Mapping[str, int]:
    """How many owners were told, and how many incidents opened or grew. Safe to run twice and anywhere."""
    done = Counter({"told": 0, "opened": 0})
    async for tried in _tried(tools):
        what = await _look(tools, tried)
        if what:
            done[what] += 1
    return done


async def tries_to_look_at(tools: Tools) -> int:
    return sum([bool(await _look(tools, tried, dry=True)) async for tried in _tried(tools)])


async def _tried(tools: Tools) -> AsyncIterator[Tried]:
    since, last = tools.now() - LOOKING_BACK, None
    while page := await tools.store.tries.tried(since, BATCH, after=last):
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
    integration = await reading.integration(tried.integration_id)
    tokens = {token.id: token for token in await reading.tokens(integration.id)}
    token = tokens[tried.token_id]
    if token.ended_at is None:
        return None
    leaked_at = await _leaked_at(reading, token, integration.id)
    tries = tries_of(token.id, token.ended_at, await reading.usage(integration.id), leaked_at=leaked_at)
    strangers = [
        each for each in tries.strangers if not await reading.was_said(_stranger(token, each.caller))
    ]
    forgetful = [each for each in tries.forgetful if not await reading.was_said(_forgot(token, each.caller))]
    incident = await reading.incidents.open_for(integration.id)
    matter = _Matter(integration, token, leaked_at, incident, tuple(strangers), tuple(forgetful))
    if matter.on_checklist or await reading.was_said(_today(tools, token)):
        matter = replace(matter, forgetful=())  # they are due until they are spoken of, or have stopped
    still = tuple(each for each in matter.forgetful if each.last_at >= tools.now() - LOOKING_BACK)
    return replace(matter, forgetful=still) if still or matter.strangers else None


async def _leaked_at(reading: Reading, token: Token, integration_id: str) -> datetime | None:
    """Since when it may have been in wrong hands and still worked; None where that was not the case."""
    if token.reason is not Reason.COMPROMISED:
        return None
    about = await reading.incidents.about(integration_id)
    theirs = [each for each in about if token.id in {suspect.id for suspect in each.suspects}]
    return min([each.exposed.since or each.opened_at for each in theirs], default=token.ended_at)


async def _deal_with(tools: Tools, tx: Transaction, matter: _Matter) -> str:
    for each in matter.strangers:
        await tx.first_time(_stranger(matter.token, each.caller))
    if matter.strangers and matter.incident is None:
        await _open(tools, tx, matter.integration, matter.token, matter.strangers[0])
        return "opened"
    if matter.incident is not None and matter.strangers and not matter.on_checklist:
        await _join(tools, tx, matter.incident, matter.token, matter.strangers[0])
        return "joined"
    return await _tell_owner(tools, tx, matter) if matter.forgetful else ""


async def _tell_owner(tools: Tools, tx: Transaction, matter: _Matter) -> str:
    token, integration = matter.token, matter.integration
    await tx.first_time(_today(tools, token))
    for each in matter.forgetful:
        await tx.first_time(_forgot(token, each.caller))
    facts = {"token": token.id, "version": str(token.version)}
    facts |= {"ended_at": _iso(token.ended_at), "leaked_at": _iso(matter.leaked_at)}
    kind = Kind.STILL_TRIED
    await tx.say(Notice(kind=kind, to=integration.owner, integration_id=integration.id, facts=facts))
    return "told"


async def _open(tools: Tools, tx: Transaction, it: Integration, token: Token, tried: UseCount) -> None:
    """Nothing is left to kill: the token is dead. But somebody has it, and people should know from where."""
    incident = Incident(
        id=tools.new_id(),
        tenant=it.tenant,
        integration_id=it.id,
        name=it.name,
        scopes=it.scopes,
        suspects=(Suspect.of(token),),
        severity=Severity.P4,
        way=Way.REVOKE,
        exposed=Exposed(where=f"tried from {_seen(tried)}"),
        by_digest=True,
        opened_at=tools.now(),
        opened_by=SYSTEM,
    ).killed(Way.REVOKE, (), SYSTEM, token.ended_at or tools.now())
    told = await announced(tx, incident, by=SYSTEM)
    await tx.incidents.add(
        told, by=SYSTEM, severity=told.severity, way=told.way, exposure=told.exposed.exposure
    )


async def _join(tools: Tools, tx: Transaction, incident: Incident, token: Token, tried: UseCount) -> None:
    """From now on its checklist looks at this token's tries, too."""
    event, more = Event.INCIDENT_CHANGE, replace(incident, suspects=(*incident.suspects, Suspect.of(token)))
    value = f"v{token.version}, tried from {_seen(tried)}"
    await on_record(tx, more, event, by=SYSTEM, what="suspect", value=value)
    await tx.say(done_by(more, event, SYSTEM, notes_before=len(more.notes), what="suspect", value=value))
    await tx.incidents.keep(await weigh(tx, more, tools.now()))


def _seen(tried: UseCount) -> str:
    return " ".join(filter(None, machine(tried.caller)))


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at is not None else ""


def _stranger(token: Token, caller: Caller) -> str:
    """Through whichever gateway they come."""
    return f"tried by a stranger {token.id} {' '.join(machine(caller))}"


def _forgot(token: Token, caller: Caller) -> str:
    return f"still tried {token.id} {caller.gateway} {caller.network} {caller.agent}"


def _today(tools: Tools, token: Token) -> str:
    """At most once a day for each token, whoever else turns up."""
    return f"still tried {token.id} {tools.now().date()}"
