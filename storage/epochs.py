"""The epoch counts all changes, in all workspaces. Whoever remembers things is told of each commit."""

from collections.abc import Callable, Iterable

from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.verification import Changes
from storage.tables import epoch, gateways, integrations

CHANNEL = "latchkey_epoch"
"""Where PostgreSQL's listeners hear of a new epoch."""
Listener = Callable[[Changes], None]


class Commits:
    """Tells this process of its own commits, before whoever made them gets an answer."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        self._listeners.append(listener)

    def tell(self, changes: Changes) -> None:
        for listener in self._listeners:
            listener(changes)


async def next_epoch(connection: AsyncConnection) -> int:
    """To be called just before the commit, so that other workspaces wait for this row as briefly as possible.

    Whoever holds the row commits first: the order of epochs is the order of commits.
    """
    bumped = update(epoch).values(value=epoch.c.value + 1).returning(epoch.c.value)
    value = int((await connection.execute(bumped)).scalar_one())
    if connection.dialect.name == "postgresql":
        notify = text("SELECT pg_notify(:channel, :value)")
        await connection.execute(notify, {"channel": CHANNEL, "value": str(value)})
    return value


async def integrations_changed(connection: AsyncConnection, tenant: str, ids: Iterable[str]) -> Changes:
    """Count a change of these integrations. None of them is fine: settings are a change too."""
    value, changed = await next_epoch(connection), sorted(set(ids))
    if changed:
        these = (integrations.c.tenant == tenant, integrations.c.id.in_(changed))
        await connection.execute(update(integrations).where(*these).values(changed_epoch=value))
    return Changes(epoch=value, integrations=frozenset((tenant, each) for each in changed))


async def gateway_changed(connection: AsyncConnection, gateway_id: str) -> Changes:
    value = await next_epoch(connection)
    this = gateways.c.id == gateway_id
    await connection.execute(update(gateways).where(this).values(changed_epoch=value))
    return Changes(epoch=value, integrations=frozenset(), gateways=True)
