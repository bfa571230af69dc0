"""Bring a restored backup up to date: take away again what was taken away after it was made."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.audit import OPERATOR, Detail, Entry, Event
from core.integration import Integration
from core.issuing import changed
from core.ports import Tools
from core.refusals import UnknownIntegration
from core.restoring import Lost, lost, taken_from_gateway
from core.token import State
from core.verification_ports import Gateways


@dataclass(frozen=True, slots=True)
class Replayed:
    """One thing that was brought up to date."""

    tenant: str
    name: str
    what: str


async def replay(
    tools: Tools, tenant: str, entries: Sequence[Entry], *, by: str = OPERATOR
) -> list[Replayed]:
    """Of one workspace. Run twice, it finds nothing more to do."""
    done = [
        await _replay_one(tools, tenant, integration_id, what, by)
        for integration_id, what in lost(entries).items()
    ]
    return [each for each in done if each is not None]


async def replay_gateways(
    tools: Tools, gateways: Gateways, entries: Sequence[Entry], *, by: str = OPERATOR
) -> list[Replayed]:
    done = []
    for gateway in await gateways.all():
        after = taken_from_gateway(gateway, entries, tools.now())
        if after != gateway:
            event = Event.GATEWAY_REMOVE if after.removed_at else Event.GATEWAY_ROTATE
            async with gateways.changing() as change:
                await change.save(after, event, by=by, replayed=True)
            done.append(Replayed("", gateway.name, "removed" if after.removed_at else "secrets ended"))
    return done


async def _replay_one(tools: Tools, tenant: str, integration_id: str, what: Lost, by: str) -> Replayed | None:
    now = tools.now()
    try:
        async with tools.store.transaction(tenant) as tx:
            before = await tx.integration(integration_id)
            after = what.taken_from(before, now)
            if after == before:
                return None
            event, details = _on_record(before, after)
            await tx.save(changed(after, by, now), event, by=by, replayed=True, **details)
    except UnknownIntegration:  # made after the backup, or deleted before it
        return None
    return Replayed(tenant, before.name, _SAID[event])


def _on_record(before: Integration, after: Integration) -> tuple[Event, dict[str, Detail]]:
    if after.deleted_at is not None:
        return Event.INTEGRATION_DELETE, {"tokens_ended": len(before.tokens)}
    taken: dict[str, Detail] = {}
    if after.scopes != before.scopes:
        taken["scopes_lost"] = sorted(before.scopes - after.scopes)
    if after.tokens == before.tokens:
        held = after.quarantine != before.quarantine
        return Event.INTEGRATION_QUARANTINE if held else Event.INTEGRATION_EDIT, taken
    ended = [str(token.version) for token in after.tokens if token.state is State.DEAD]
    return Event.TOKEN_REVOKE, {**taken, "versions": ", ".join(ended)}


_SAID = {
    Event.INTEGRATION_DELETE: "deleted",
    Event.TOKEN_REVOKE: "tokens ended",
    Event.INTEGRATION_EDIT: "permissions taken away",
    Event.INTEGRATION_QUARANTINE: "put into quarantine, for everybody",
}
