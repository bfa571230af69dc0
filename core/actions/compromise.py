"""Suspected compromise: every token of an integration dies now, or is quarantined, and an incident is open.

Nobody has to approve it, and nothing beats it: no overlap, no rotation under way, no change at the same time.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from core.actions.assess import as_far_as_it_goes
from core.actions.show_token import show_token
from core.actor import Person, Right, looks_after, may
from core.authority import as_shown, role_now
from core.incidents.kinds import Way
from core.incidents.refusals import IncidentChanged
from core.integration import Integration
from core.intent import Purpose
from core.issuing import Issued
from core.ports import Reading, Show, Tools
from core.refusals import Overtaken, Refused, StorageBusy
from core.responding import Call, Response, respond

TRIES = 5
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Compromised:
    """What came of it. Every token is dead (or quarantined), whatever came of the new one."""

    response: Response
    issued: Issued | None = None
    """The new token, if whoever responded was to hold it and could be shown it here."""


async def compromise(
    tools: Tools, person: Person, intent_id: str, call: Call, *, holds: bool = False, show: Show | None = None
) -> Compromised:
    """`holds`: they are to get the new token themselves; `show` puts it before them.

    Whoever may not hold it kills all the same: then its owner gets the new one. Raises any `Refused`; then
    nothing was done.
    """
    told = replace(call, exposed=as_far_as_it_goes(call.exposed, tools.now()))

    async def once() -> tuple[Response, bool]:
        async with tools.store.transaction(person.tenant) as tx:
            intent = await tx.use_intent(intent_id, person.id, Purpose.COMPROMISE, tools.now())
            integration = await as_shown(tx, person, Right.COMPROMISE, intent.integration_id, None)
            keeps = holds and call.way is Way.ROTATE and await may_hold(tx, person, integration)
            recipient = person.id if keeps else ""
            done = await respond(
                tools, tx, integration, told, by=person.id, lead=person.id, recipient=recipient
            )
            return done, keeps

    response, keeps = await beating(once)
    handover = response.integration.handover
    if handover is None or show is None or not keeps:
        return Compromised(response)
    try:
        return Compromised(
            response, await show_token(tools, person, response.integration.id, handover.id, show)
        )
    except Refused:  # the kill stands, and the new token still waits for them
        return Compromised(response)


async def may_hold(reading: Reading, person: Person, integration: Integration) -> bool:
    """Its owner or backup owner, a manager or an admin: a responder kills, but receives nothing."""
    role = await role_now(reading, person)
    return may(Right.HOLD, role, is_owner=looks_after(person.id, integration))


async def beating(work: Callable[[], Awaitable[Done]]) -> Done:
    """Do it again when somebody else was faster, or the database too busy: what kills does not step back."""
    for _ in range(TRIES - 1):
        try:
            return await work()
        except (Overtaken, IncidentChanged, StorageBusy):
            continue
    return await work()
