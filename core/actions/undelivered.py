"""What becomes of a notice that cannot be delivered: others hear it, or the admins that it is lost."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from core.actions.compromise import beating
from core.actor import Role
from core.audit import OPERATOR, Event
from core.incidents.elsewhere import is_of_checklist, say_elsewhere
from core.notices import Kind, Notice, Outgoing
from core.ports import Reading, Store, Tools, Transaction
from core.refusals import UnknownIntegration
from core.undelivered import ABOUT_DELIVERY, INSTEAD_OF, STAYS, WHY, Undelivered, by_itself

COLLECTED_FOR = timedelta(minutes=10)
"""What goes wrong rarely does so once: the first of a day is told together with those right after it."""
_DAY = timedelta(days=1)


async def bury(store: Store, outgoing: Outgoing, now: datetime, error: str) -> bool:
    """Give it up, and let the admins know: once a day, however many. False: it was settled meanwhile."""
    async with store.transaction(outgoing.tenant) as tx:
        if not await tx.dead_letters.bury(outgoing, now, error):
            return False
        if outgoing.notice.kind not in ABOUT_DELIVERY:
            await _tell_of_dead_letters(tx, outgoing, now)
        return True


async def redirect(store: Store, outgoing: Outgoing, now: datetime, error: str) -> bool:
    """Its channel is lost: the admins hear it, or the owner where there are none. False: nobody can.

    The checklist of an incident goes on with whoever leads it, too, and with it what stands below.
    """
    return await beating(lambda: _redirected(store, outgoing, now, error))


async def _redirected(store: Store, outgoing: Outgoing, now: datetime, error: str) -> bool:
    channel, notice = outgoing.notice.to, outgoing.notice
    async with store.transaction(outgoing.tenant) as tx:
        instead = await in_charge(tx, notice.integration_id)
        if not instead:
            return False
        if not await tx.dead_letters.redirect(outgoing, now, error):
            return True
        why = {INSTEAD_OF: channel, WHY: error}
        if await tx.first_time(f"{channel} lost {now.date()}"):
            await _each(tx, instead, Notice(kind=Kind.CHANNEL_LOST, to="", integration_id="", facts=why))
        if is_of_checklist(notice):
            await say_elsewhere(tx, notice, instead, why)
        elif notice.kind not in STAYS:
            await _each(tx, instead, by_itself(notice, why))
        return True


async def say_again(
    tools: Tools, tenant: str, notice_ids: Sequence[str] | None = None
) -> Sequence[Undelivered]:
    """By the operator: these, or all that could not be delivered."""
    async with tools.store.transaction(tenant) as tx:
        retried = await tx.dead_letters.retry(notice_ids, tools.now())
        if retried:
            await tx.note(Event.NOTICES_RETRY, by=OPERATOR, notices=len(retried))
        return retried


async def in_charge(reading: Reading, integration_id: str) -> Sequence[str]:
    """Who was given the admin role; nobody knows Slack's own admins by name. Else the owner."""
    admins = [user for user, role in await reading.grants() if role is Role.ADMIN]
    if admins:
        return admins
    try:
        return [(await reading.remembered(integration_id)).owner]
    except UnknownIntegration:
        return []


async def _tell_of_dead_letters(tx: Transaction, outgoing: Outgoing, now: datetime) -> None:
    """Today, or tomorrow if they were told today already: how many there are is found when they are."""
    if await tx.dead_letters.announced():
        return
    instead = await in_charge(tx, outgoing.notice.integration_id)
    if not instead:  # the day is left to one of which somebody can be told
        return
    today = now.date()
    at = now + COLLECTED_FOR if await tx.first_time(f"undelivered {today}") else _begins(today + _DAY, now)
    others = [each for each in instead if each != outgoing.notice.to] or instead
    await _each(tx, others, Notice(kind=Kind.UNDELIVERED, to="", integration_id=""), at)


def _begins(day: date, now: datetime) -> datetime:
    return datetime.combine(day, time(), now.tzinfo)


async def _each(tx: Transaction, people: Sequence[str], notice: Notice, at: datetime | None = None) -> None:
    for person in people:
        await tx.say(replace(notice, to=person), not_before=at)
