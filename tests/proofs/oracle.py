"""What must hold whatever happened: promises A, C and E about one integration, and that people can go on."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass

from core.actions.confirm import confirm
from core.actions.remint import remint
from core.actions.show_token import show_token
from core.actor import Person
from core.integration import Integration
from core.refusals import (
    AlreadyDone,
    AlreadySafe,
    HandoverGone,
    NoOverlap,
    NothingToCancel,
    Overtaken,
    TokenGone,
    UnknownIntegration,
)
from tests.proofs.ledger import Ledger, Standing
from tests.proofs.operations import MINTED, Operation
from tests.proofs.site import ADA, MIA, Case, Seen, Site

TOLD_IT_IS_DONE = (
    AlreadyDone,
    AlreadySafe,
    HandoverGone,
    NoOverlap,
    NothingToCancel,
    Overtaken,
    TokenGone,
    UnknownIntegration,
)


@dataclass(frozen=True)
class Aftermath:
    """One case after its operation was done, or cut short."""

    case: Case
    operation: Operation
    before: Standing
    shown: Collection[str]
    """The tokens that Slack was given meanwhile."""
    what: str
    """Where it was cut short."""


async def judge(site: Site, ledger: Ledger, aftermath: Aftermath) -> None:
    """All or nothing; recorded; nothing shown before it was kept; every token works as it should."""
    case, operation, shown, what = aftermath.case, aftermath.operation, aftermath.shown, aftermath.what
    after = ledger.standing(case.name)
    changed = after.records > aftermath.before.records
    assert after.generation == after.records, f"{what}: a change without its record, or the reverse"
    assert max(after.alive.values(), default=0) <= 1, f"{what}: {after.alive}"
    assert len(shown) <= 1, f"{what}: a token was shown more than once"
    assert changed or not shown, f"{what}: a token was shown that was never kept"
    held = case.tokens | dict(zip([MINTED], shown, strict=False))
    working = {label for label, token in held.items() if await site.works(token)}
    expected = operation.after if changed else operation.before
    assert working == expected & held.keys(), f"{what}: {working} work"


async def goes_on(site: Site, aftermath: Aftermath) -> None:
    """The same click again is done or says that it was; and then somebody gets a token that works."""
    seen = Seen()
    with suppress(*TOLD_IT_IS_DONE):
        await aftermath.operation.act(site, aftermath.case, seen.show)
    try:
        integration = await site.integration(aftermath.case.name)
    except UnknownIntegration:
        assert not aftermath.operation.after, f"{aftermath.what}: it is gone"
        return
    recipient = await _gets_a_token(site, integration, seen)
    offered = (await site.integration(aftermath.case.name)).offered
    assert offered is not None
    await confirm(site.tools, recipient, integration.id, offered.id)
    assert await site.works(seen.tokens[-1])


async def _gets_a_token(site: Site, integration: Integration, seen: Seen) -> Person:
    """By whichever button is there: *I did not get it*, *Show token*, or *Rotate*."""
    waiting, offered = integration.waiting(site.tools.now()), integration.offered
    if offered is not None:
        who = MIA if offered.recipient == MIA.id else ADA
        await remint(site.tools, who, integration.id, offered.id, seen.show)
        return who
    if waiting is not None:
        who = MIA if waiting.recipient == MIA.id else ADA
        await show_token(site.tools, who, integration.id, waiting.id, seen.show)
        return who
    await site.rotate(Case(name=integration.name), ADA.id, seen.show)
    return ADA


async def whole(site: Site, ledger: Ledger) -> None:
    """The record is a chain without a flaw, and as long as there were changes."""
    checked = await site.database.audit.verify()
    assert [each.flaw for each in checked if each.flaw] == []
    epoch, records = ledger.changes()
    assert epoch == records + 1, "the first count is the key ring's"
