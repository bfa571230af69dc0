"""Appending to the audit record: entry, link and head in the caller's transaction."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from enum import Enum

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.audit import FIRST_LINK, LONGEST_DETAIL, Detail, Entry, Event, Head, link
from core.integration import Integration
from core.token import State
from storage.keyring import Purpose, Ring
from storage.tables import audit, audit_heads


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is to be recorded, before it has its place in the chain."""

    event: Event
    by: str
    subject: str = ""
    subject_name: str = ""
    details: Mapping[str, Detail] = field(default_factory=dict)


def about(integration: Integration, event: Event, by: str, details: Mapping[str, Detail]) -> Note:
    told = {**details, **_endings(integration, event)}
    return Note(event=event, by=by, subject=integration.id, subject_name=integration.name, details=told)


def _endings(integration: Integration, event: Event) -> dict[str, Detail]:
    """Which tokens stop working by this change: from that, a restored backup is brought up to date."""
    found: dict[str, Detail] = {}
    ended = [str(token.version) for token in integration.tokens if token.state is State.DEAD]
    if ended:
        found["ended"] = sorted(ended, key=int)
    if event is Event.TOKEN_CONFIRM:
        old = next((token for token in integration.tokens if token.state is State.RETIRING), None)
        found |= {"replaced": old.version} if old else {}
    return found


async def append(connection: AsyncConnection, ring: Ring, tenant: str, note: Note, at: datetime) -> None:
    head, key = await head_of(connection, tenant), ring.newest(Purpose.AUDIT)
    entry = Entry(
        tenant=tenant,
        sequence=head.sequence + 1,
        at=at.astimezone(UTC),
        actor=note.by,
        event=note.event,
        subject=note.subject,
        subject_name=note.subject_name,
        details={name: _plain(detail) for name, detail in note.details.items()},
        key_id=key.id,
        link=b"",
    )
    await _write(connection, replace(entry, link=link(key.secret, head.link, entry)))


async def head_of(connection: AsyncConnection, tenant: str) -> Head:
    row = (await connection.execute(select(audit_heads).where(audit_heads.c.tenant == tenant))).first()
    return Head(tenant, 0, FIRST_LINK) if row is None else Head(tenant, row.sequence, row.link)


async def _write(connection: AsyncConnection, entry: Entry) -> None:
    row = {**asdict(entry), "event": entry.event.value}
    await connection.execute(insert(audit).values(row))
    head = {"sequence": entry.sequence, "link": entry.link}
    moved = update(audit_heads).where(audit_heads.c.tenant == entry.tenant).values(**head)
    if (await connection.execute(moved)).rowcount == 0:
        await connection.execute(insert(audit_heads).values(tenant=entry.tenant, **head))


def _plain(detail: Detail) -> Detail:
    """A detail as it will be read back: no enums, nothing long. Any other type is a mistake of ours."""
    if isinstance(detail, list):
        return [str(_plain(each)) for each in detail]
    if isinstance(detail, str):
        text = detail.value if isinstance(detail, Enum) else detail
        return text if len(text) <= LONGEST_DETAIL else text[: LONGEST_DETAIL - 1] + "…"
    if detail is None or isinstance(detail, bool | int):
        return detail
    raise TypeError(f"the audit record does not take a {type(detail).__name__}")
