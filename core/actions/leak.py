"""A token was found where it should not be: what a report does.

One transaction judges a report, acts, puts it on record and tells people. The same token in the same place is
one report, however often it is sent.
"""

from datetime import datetime
from functools import partial

from core.actions.assess import LONGEST_PLACE
from core.actions.compromise import beating
from core.audit import Event
from core.incidents.kinds import Exposed, Exposure
from core.integration import Integration
from core.leaks import brake
from core.leaks.policy import OnLeak
from core.leaks.report import (
    LONGEST_KIND,
    LONGEST_NOTE,
    Label,
    Leak,
    Report,
    Source,
    State,
    address,
    words,
)
from core.leaks.waiting import ask_about_held
from core.notices import Kind, Notice
from core.place import Place
from core.ports import Tools, Transaction
from core.responding import Call, Response, heard_of, respond
from core.token import working


async def report_leak(tools: Tools, report: Report) -> Label:
    """What the report is worth. Whatever the token's integration needs has been done when this returns."""
    place = await tools.store.find(report.secret)
    if place is None:
        return Label.FALSE_POSITIVE
    await take(tools, place, report)
    return Label.TRUE_POSITIVE


async def take(tools: Tools, place: Place, report: Report) -> State | None:
    """What became of a report about one of our tokens; None if it was made before."""
    return await beating(partial(_unless_known, tools, place, report))


async def _unless_known(tools: Tools, place: Place, report: Report) -> State | None:
    async with tools.store.transaction(place.tenant) as tx:
        if await tx.leaks.known(place.token_id, report.place):
            return None
        return await _take(tools, tx, place, report)


async def _take(tools: Tools, tx: Transaction, place: Place, report: Report) -> State:
    now = tools.now()
    integration = await tx.remembered(place.integration_id)
    state = await _verdict(tx, integration, place.token_id, now)
    leak = _leak(tools, place, report, state, now)
    await tx.leaks.add(leak)
    await _record(tx, integration, leak, report.by)
    if state is State.REVOKED:
        await revoke(tools, tx, integration, leak, by=report.by)
    else:
        await heard_of(tools, tx, integration, call_for(leak), by=report.by)
    if state is State.HELD:
        await ask_about_held(tx, now)
    else:
        await tell(tx, integration, leak, state)
    return state


async def _verdict(tx: Transaction, integration: Integration, token_id: str, now: datetime) -> State:
    if working(integration.tokens, token_id, now) is None:
        return State.DEAD
    if integration.on_leak is OnLeak.ALERT:
        return State.ALERTED
    return State.HELD if brake.holds(await tx.leaks.revocations(now - brake.WITHIN)) else State.REVOKED


def _leak(tools: Tools, place: Place, report: Report, state: State, now: datetime) -> Leak:
    return Leak(
        id=tools.new_id(),
        integration_id=place.integration_id,
        token_id=place.token_id,
        place=report.place,
        source=report.source,
        kind=words(report.kind, report.secret, LONGEST_KIND),
        url=address(report.url, report.secret),
        note=words(report.note, report.secret, LONGEST_NOTE),
        message=report.message,
        at=now,
        state=state,
    )


async def _record(tx: Transaction, integration: Integration, leak: Leak, by: str) -> None:
    await tx.note(
        Event.LEAK_REPORT,
        by=by,
        subject=integration.id,
        subject_name=integration.name,
        token=leak.token_id,
        outcome=leak.state.value,
        place=leak.kind,
        url=leak.url,
    )


async def revoke(
    tools: Tools, tx: Transaction, integration: Integration, leak: Leak, *, by: str, lead: str = ""
) -> Response:
    """Like any compromise: every token dies, an incident opens, and its owner may collect a new one."""
    return await respond(tools, tx, integration, call_for(leak), by=by, lead=lead)


def call_for(leak: Leak) -> Call:
    """All that is known of it, for the incident."""
    where = (leak.kind or leak.note)[:LONGEST_PLACE]
    exposed = Exposed(exposure=_OUT[leak.source], where=where, link=leak.url)
    return Call(exposed=exposed, token_id=leak.token_id, source=leak.message)


_OUT = {
    Source.GITHUB: Exposure.PUBLIC,
    Source.HOLDER: Exposure.UNKNOWN,
    Source.SLACK: Exposure.INTERNAL,
}


async def tell(tx: Transaction, integration: Integration, leak: Leak, state: State) -> None:
    """Owner and security channel, once a day for each token: one may be found in a hundred places."""
    if await tx.first_time(f"leak {leak.token_id} {state} {leak.at.date()}"):
        await say_found(tx, integration, leak, state)


async def say_found(tx: Transaction, integration: Integration, leak: Leak, state: State, **more: str) -> None:
    facts = {"state": state.value, "source": leak.source.value, "token": leak.token_id, **more}
    facts |= {"leak": leak.id, "kind": leak.kind, "url": leak.url, "note": leak.note}
    urgent = state is not State.DEAD
    for reader in (await tx.workspace()).told_of(integration.owner):
        notice = Notice(
            kind=Kind.LEAK_FOUND, to=reader, integration_id=integration.id, facts=facts, urgent=urgent
        )
        await tx.say(notice)
