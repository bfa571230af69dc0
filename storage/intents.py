"""Intents: forms that can be used once. The reply address in them is sealed."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.intent import Intent, Purpose
from core.refusals import AlreadyDone, FormExpired
from storage.keyring import Ring
from storage.tables import intents


async def open_(connection: AsyncConnection, ring: Ring, intent: Intent) -> None:
    sealed = intent.reply_to and ring.seal(_place(intent.id), intent.reply_to)
    await connection.execute(
        insert(intents).values(
            tenant=intent.tenant,
            id=intent.id,
            purpose=intent.purpose.value,
            actor=intent.actor,
            integration_id=intent.integration_id,
            generation=intent.generation,
            reply_to=sealed,
            draft=None if intent.draft is None else dict(intent.draft),
            created_at=intent.created_at,
            expires_at=intent.expires_at,
            used_at=intent.used_at,
        )
    )


async def redraft(connection: AsyncConnection, tenant: str, intent_id: str, draft: dict[str, Any]) -> None:
    """Keep what was filled in. A form that was already sent keeps what it was sent with."""
    unused = (intents.c.tenant == tenant, intents.c.id == intent_id, intents.c.used_at.is_(None))
    await connection.execute(update(intents).where(*unused).values(draft=draft))


async def usable(
    connection: AsyncConnection, ring: Ring, tenant: str, intent_id: str, actor: str, now: datetime
) -> Intent:
    """Raises `FormExpired` if it is not this person's, unknown or too old, `AlreadyDone` if used."""
    theirs = (intents.c.tenant == tenant, intents.c.id == intent_id, intents.c.actor == actor)
    row = (await connection.execute(select(intents).where(*theirs))).first()
    if row is None:
        raise FormExpired
    if row.used_at is not None:
        raise AlreadyDone
    if row.expires_at <= now:
        raise FormExpired
    return _intent_of(row, ring)


async def use(
    connection: AsyncConnection, ring: Ring, tenant: str, intent_id: str, actor: str, now: datetime
) -> Intent:
    """Take it, once. Raises like `usable`."""
    await usable(connection, ring, tenant, intent_id, actor, now)
    unused = (intents.c.tenant == tenant, intents.c.id == intent_id, intents.c.used_at.is_(None))
    taken = update(intents).where(*unused).values(used_at=now).returning(intents)
    row = (await connection.execute(taken)).first()
    if row is None:
        raise AlreadyDone
    return _intent_of(row, ring)


def _intent_of(row: Row[Any], ring: Ring) -> Intent:
    return Intent(
        id=row.id,
        tenant=row.tenant,
        purpose=Purpose(row.purpose),
        actor=row.actor,
        integration_id=row.integration_id,
        generation=row.generation,
        reply_to=row.reply_to and ring.unseal(_place(row.id), row.reply_to),
        draft=row.draft,
        created_at=row.created_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
    )


def _place(intent_id: str) -> str:
    return f"intents:reply_to:{intent_id}"
