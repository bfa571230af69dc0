"""A dead token is tried: its owner hears of it once, or an incident opens if nobody knows who that was."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.evidence import Caller
from core.incidents.incident import Incident
from core.integration import Integration
from core.notices import Kind, Notice
from core.place import Place
from core.ports import Reading, Tools, Transaction
from core.strangers import incident_of, suspect_too
from core.sweeping import due, paged, sweep
from core.token import Reason, Token
from core.tries import Tries, machine, tries_of

BATCH = 100
LOOKING_BACK = timedelta(days=2)
"""Whoever has not tried for so long has stopped. Longer than the clock is likely to stand still."""


@dataclass(frozen=True, slots=True)
class _Case:
    integration: Integration
    token: Token
    ended_at: datetime
    leaked_at: datetime | None
    incident: Incident | None
    """The one that is open."""
    news: Tries
    """What was not spoken of before."""


async def look_at_tries(tools: Tools) -> Mapping[str, int]:
    """How many owners were told, and how many incidents opened or grew. Safe to run twice and anywhere."""
    done = Counter(await sweep(tools, _tried(tools), _look, _deal_with))
    del done[""]
    return {"told": 0, "opened": 0, **done}


async def tries_to_look_at(tools: Tools) -> int:
    return await due(tools, _tried(tools), _look)


def _tried(tools: Tools) -> AsyncIterator[Place]:
    since = tools.now() - LOOKING_BACK
    return paged(lambda last: tools.store.tries.tried(since, BATCH, after=last))


async def _look(tools: Tools, reading: Reading, place: Place) -> _Case | None:
    integration = await reading.integration(place.integration_id)
    tokens = {token.id: token for token in await reading.tokens(integration.id)}
    token = tokens[place.token_id]
    if token.ended_at is None:
        return None
    leaked_at = await _leaked_at(reading, token, integration.id)
    incident = await reading.incidents.open_for(integration.id)
    tries = tries_of(token.id, token.ended_at, await reading.usage(integration.id), leaked_at=leaked_at)
    news = await _news(tools, reading, token, tries, named=_suspects(token, incident))
    case = _Case(integration, token, token.ended_at, leaked_at, incident, news)
    return case if news.strangers or news.forgetful else None


async def _news(tools: Tools, reading: Reading, token: Token, tries: Tries, *, named: bool) -> Tries:
    """`named`: an open incident's checklist does that. Who forgot it is told of after that, if they go on."""
    today, since = _today(tools, token), tools.now() - LOOKING_BACK
    strange = {_stranger(token, each.caller): each for each in tries.strangers}
    forgot = {_forgot(token, each.caller): each for each in tries.forgetful if each.last_at >= since}
    said = await reading.were_said([today, *strange, *forgot])
    new = [each for key, each in forgot.items() if key not in said]
    return Tries(
        () if named or today in said else tuple(new),
        tuple(each for key, each in strange.items() if key not in said),
    )


async def _leaked_at(reading: Reading, token: Token, integration_id: str) -> datetime | None:
    """Since when it may have been in wrong hands and still worked; None where that was not the case."""
    if token.reason is not Reason.COMPROMISED:
        return None
    theirs = [each for each in await reading.incidents.about(integration_id) if _suspects(token, each)]
    return min([each.exposed.since or each.opened_at for each in theirs], default=token.ended_at)


def _suspects(token: Token, incident: Incident | None) -> bool:
    return incident is not None and token.id in {each.id for each in incident.suspects}


async def _deal_with(tools: Tools, tx: Transaction, case: _Case) -> str:
    """What was done. A stranger who is on the checklist of an open incident is no news after it."""
    token, incident, news = case.token, case.incident, case.news
    for each in news.strangers:
        await tx.first_time(_stranger(token, each.caller))
    if news.strangers and incident is None:
        await incident_of(tools, tx, case.integration, token, news.strangers[0])
        return "opened"
    if news.strangers and incident is not None and not _suspects(token, incident):
        await suspect_too(tools, tx, incident, token, news.strangers[0])
        return "joined"
    return await _tell_owner(tools, tx, case) if news.forgetful else ""


async def _tell_owner(tools: Tools, tx: Transaction, case: _Case) -> str:
    token, integration = case.token, case.integration
    await tx.first_time(_today(tools, token))
    for each in case.news.forgetful:
        await tx.first_time(_forgot(token, each.caller))
    leaked_at = case.leaked_at.isoformat() if case.leaked_at is not None else ""
    facts = {"token": token.id, "version": str(token.version)}
    facts |= {"ended_at": case.ended_at.isoformat(), "leaked_at": leaked_at}
    kind = Kind.STILL_TRIED
    await tx.say(Notice(kind=kind, to=integration.owner, integration_id=integration.id, facts=facts))
    return "told"


def _stranger(token: Token, caller: Caller) -> str:
    """Through whichever gateway they come."""
    return f"tried by a stranger {token.id} {' '.join(machine(caller))}"


def _forgot(token: Token, caller: Caller) -> str:
    return f"still tried {token.id} {caller.gateway} {caller.network} {caller.agent}"


def _today(tools: Tools, token: Token) -> str:
    """At most once a day for each token, whoever else turns up."""
    return f"still tried {token.id} {tools.now().date()}"
