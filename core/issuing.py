"""Minting a token and putting it before its recipient: the part that create, rotate and the rest share.

The order is the promise. The token is written as *offered* and committed; then Slack is called, with no
transaction open; a definite refusal ends the token again. Nothing that worked before stops working on this
path, whatever crashes, times out or is not shown.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.audit import SYSTEM, Event
from core.handover import HANDOVER, Handover
from core.integration import Integration
from core.notices import Kind, Notice
from core.overlap import Overlap
from core.ports import Show, Shown, Tools, Transaction
from core.refusals import Refused
from core.reminders.jitter import MANY, WITHIN, early
from core.secret import Secret
from core.token import Proof, Reason, Token

NUDGE = timedelta(hours=1)
"""An offered token that is still unconfirmed by then is asked about."""


@dataclass(frozen=True, slots=True)
class Issued:
    """What came of it."""

    integration: Integration
    token: Token | None = None
    """None: the recipient will be asked to press *Show token*, and nothing is minted before."""
    shown: Shown | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A token in the making, between its transaction and its message."""

    integration: Integration
    token: Token | None = None
    secret: Secret | None = None

    def saved(self, integration: Integration) -> "Issue":
        return replace(self, integration=integration)


def changed(integration: Integration, by: str, now: datetime) -> Integration:
    """Marked as changed by somebody at an instant; who comes too late is told so."""
    return replace(integration, changed_by=by, changed_at=now)


async def offer(
    tools: Tools, tx: Transaction, integration: Integration, *, by: str, recipient: str, overlap: Overlap
) -> Issue:
    """Mint for a recipient who can be shown it now."""
    now, secret = tools.now(), tools.mint()
    token = Token(
        id=tools.new_id(),
        version=integration.next_version,
        fingerprint=await tx.fingerprint(secret),
        recipient=recipient,
        minted_at=now,
        minted_by=by,
        overlap=overlap,
        early=await _early(tx, integration, now),
    )
    if integration.decoy:  # its use proves nothing, so nobody waits for it
        token = token.confirmed(Proof.SAVED, now)
    asked = Notice(
        kind=Kind.STILL_UNCONFIRMED, to=recipient, integration_id=integration.id, facts={"token": token.id}
    )
    await tx.say(asked, not_before=now + NUDGE)
    return Issue(integration=integration.offer(token), token=token, secret=secret)


async def _early(tx: Transaction, integration: Integration, now: datetime) -> timedelta:
    """Whoever brings in many at once is not to rotate them all on one day."""
    crowd = await tx.reminders.minted(now - WITHIN, at_most=MANY)
    return early(integration.id, integration.period) if crowd >= MANY else timedelta()


async def hand_over(
    tools: Tools, tx: Transaction, integration: Integration, *, by: str, recipient: str, overlap: Overlap
) -> Issue:
    """Ask a recipient by direct message to press *Show token*."""
    now = tools.now()
    handover = Handover(
        id=tools.new_id(), recipient=recipient, asked_by=by, overlap=overlap, expires_at=now + HANDOVER
    )
    waiting = integration.hand_over(handover, now)
    await tx.say(
        Notice(
            kind=Kind.SHOW_TOKEN,
            to=recipient,
            integration_id=integration.id,
            facts={"handover": handover.id, "asked_by": by},
            urgent=True,
        )
    )
    facts = {"handover": handover.id, "recipient": recipient}
    never = Notice(kind=Kind.NEVER_COLLECTED, to=by, integration_id=integration.id, facts=facts)
    await tx.say(never, not_before=handover.expires_at)
    return Issue(integration=waiting)


async def issue(
    tools: Tools,
    tx: Transaction,
    integration: Integration,
    *,
    by: str,
    recipient: str,
    overlap: Overlap,
    here: bool,
) -> Issue:
    """`offer` where the recipient can be shown the token right here, `hand_over` otherwise."""
    way = offer if here else hand_over
    return await way(tools, tx, integration, by=by, recipient=recipient, overlap=overlap)


async def deliver(tools: Tools, issue: Issue, show: Show | None) -> Issued:
    """Show the token, if one was minted, and undo it if Slack refuses to."""
    if issue.secret is None or issue.token is None or show is None:
        return Issued(issue.integration)
    shown = await show(issue.integration, issue.token, issue.secret)
    if shown is Shown.REFUSED:
        return await _take_back(tools, issue.integration, issue.token)
    return Issued(issue.integration, issue.token, shown)


async def _take_back(tools: Tools, integration: Integration, token: Token) -> Issued:
    """Nobody can have seen it: it dies, and its recipient may collect another by direct message.

    If it did get used meanwhile, it stays.
    """
    now = tools.now()
    async with tools.store.transaction(integration.tenant) as tx:
        fresh = await tx.integration(integration.id)
        try:
            without = fresh.void(token.id, Reason.NOT_DELIVERED, now)
        except Refused:
            return Issued(fresh, token, Shown.UNKNOWN)
        again = await hand_over(
            tools, tx, without, by=token.minted_by, recipient=token.recipient, overlap=token.overlap
        )
        saved = await tx.save(
            changed(again.integration, SYSTEM, now),
            Event.TOKEN_NOT_DELIVERED,
            by=SYSTEM,
            version=token.version,
        )
    return Issued(saved, token, Shown.REFUSED)
