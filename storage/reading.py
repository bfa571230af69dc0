"""A consistent look at one workspace."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from core.actor import Role
from core.audit import Entry
from core.evidence import LastUse, Usage
from core.integration import Integration
from core.intent import Intent
from core.naming import name_key
from core.ports import Page, Query
from core.refusals import UnknownIntegration
from core.status import ORDER, Counts
from core.token import State, Token
from core.workspace import Workspace
from storage import access, intents, uses
from storage.attention import rank, since
from storage.cards import CardsSeen
from storage.incidents import IncidentsSeen
from storage.keyring import KeyRing
from storage.last_uses import last_uses
from storage.leaks import Leaks
from storage.reminders import RemindersSeen
from storage.rows import by_integration, entry_of, integration_of, token_of
from storage.tables import audit, integrations, said, tokens
from storage.undelivered import DeadLetters

_Select = Select[*tuple[Any, ...]]
SUGGEST_FROM = 2000
"""Names that are compared with a mistyped one."""


class Reading:
    def __init__(self, connection: AsyncConnection, tenant: str, keys: KeyRing) -> None:
        self.tenant = tenant
        self._connection = connection
        self._keys = keys
        self.leaks = Leaks(connection, tenant)

    @property
    def cards(self) -> CardsSeen:
        return CardsSeen(self._connection, self.tenant)

    @property
    def dead_letters(self) -> DeadLetters:
        return DeadLetters(self._connection, self.tenant)

    @property
    def reminders(self) -> RemindersSeen:
        return RemindersSeen(self._connection, self.tenant)

    @property
    def incidents(self) -> IncidentsSeen:
        return IncidentsSeen(self._connection, self.tenant)

    # --- integrations

    async def integration(self, integration_id: str) -> Integration:
        found = await self._one(integrations.c.id == integration_id)
        if found is None:
            raise UnknownIntegration
        return found

    async def remembered(self, integration_id: str) -> Integration:
        this = (integrations.c.tenant == self.tenant, integrations.c.id == integration_id)
        found = await self._with_tokens(select(integrations).where(*this))
        if not found:
            raise UnknownIntegration
        return found[0]

    async def named(self, name: str) -> Integration:
        found = await self._one(integrations.c.name_key == _key(name))
        if found is None:
            raise UnknownIntegration(name, await self._similar(name))
        return found

    async def name_taken(self, name: str, *, besides: str | None = None) -> bool:
        query = self._live(select(integrations.c.id)).where(integrations.c.name_key == _key(name))
        taken = await self._connection.scalar(query)
        return taken is not None and taken != besides

    async def page(self, query: Query, now: datetime) -> Page:
        matching = self._matching(query, now)
        total = await self._connection.scalar(select(func.count()).select_from(matching.subquery()))
        order: list[ColumnElement[Any]] = [integrations.c.name_key]
        if query.attention_first:
            order = [rank(now), since(now).nulls_last(), *order]
        wanted = matching.order_by(*order).offset(query.offset).limit(query.limit)
        return Page(await self._with_tokens(wanted), total or 0)

    async def counts(self, now: datetime, *, owner: str = "") -> Counts:
        place = rank(now).label("place")
        query = self._live(select(place, func.count().label("number"))).group_by("place")
        if owner:
            query = query.where(_kept_by(owner))
        found = {row.place: row.number for row in await self._connection.execute(query)}
        return Counts({health: found.get(index, 0) for index, health in enumerate(ORDER)})

    async def tokens(self, integration_id: str) -> Sequence[Token]:
        query = (
            select(tokens)
            .where(tokens.c.tenant == self.tenant, tokens.c.integration_id == integration_id)
            .order_by(tokens.c.version.desc())
        )
        return [token_of(row) for row in await self._connection.execute(query)]

    async def usage(self, integration_id: str) -> Usage:
        return await uses.usage(self._connection, self.tenant, integration_id)

    async def last_uses(self, integration_ids: Sequence[str], now: datetime) -> Mapping[str, LastUse]:
        return await last_uses(self._connection, self.tenant, integration_ids, now)

    # --- the record

    async def audit(
        self, *, subject: str | None = None, before: int | None = None, limit: int = 20
    ) -> Sequence[Entry]:
        query = select(audit).where(audit.c.tenant == self.tenant)
        if subject is not None:
            query = query.where(audit.c.subject == subject)
        if before is not None:
            query = query.where(audit.c.sequence < before)
        query = query.order_by(audit.c.sequence.desc()).limit(limit)
        return [entry_of(row) for row in await self._connection.execute(query)]

    # --- settings, access, forms

    async def was_said(self, what: str) -> bool:
        return bool(await self.were_said([what]))

    async def were_said(self, keys: Sequence[str]) -> frozenset[str]:
        known = select(said.c.what).where(said.c.tenant == self.tenant, said.c.what.in_(keys))
        return frozenset(await self._connection.scalars(known))

    async def workspace(self) -> Workspace:
        return await access.workspace(self._connection, self.tenant)

    async def role(self, user: str) -> Role:
        return await access.role(self._connection, self.tenant, user)

    async def grants(self) -> Sequence[tuple[str, Role]]:
        return await access.grants_of(self._connection, self.tenant)

    async def intent(self, intent_id: str, actor: str, now: datetime) -> Intent:
        ring = await self._keys.current(self._connection)
        return await intents.usable(self._connection, ring, self.tenant, intent_id, actor, now)

    # --- the small print

    def _live(self, query: _Select) -> _Select:
        return query.where(integrations.c.tenant == self.tenant, integrations.c.deleted_at.is_(None))

    def _matching(self, query: Query, now: datetime) -> _Select:
        matching = self._live(select(integrations))
        if query.text:
            part = _key(query.text)
            matching = matching.where(integrations.c.name_key.contains(part, autoescape=True))
        if query.owner:
            matching = matching.where(_kept_by(query.owner))
        if query.health is not None:
            matching = matching.where(rank(now) == ORDER.index(query.health))
        return matching

    async def _one(self, condition: ColumnElement[bool]) -> Integration | None:
        found = await self._with_tokens(self._live(select(integrations)).where(condition))
        return found[0] if found else None

    async def _with_tokens(self, query: _Select) -> list[Integration]:
        rows = (await self._connection.execute(query)).all()
        wanted = and_(
            tokens.c.tenant == self.tenant,
            tokens.c.integration_id.in_([row.id for row in rows]),
            tokens.c.state != State.DEAD.value,
        )
        query = select(tokens).where(wanted).order_by(tokens.c.version)
        living = by_integration(await self._connection.execute(query)) if rows else {}
        return [integration_of(row, living.get(row.id, ())) for row in rows]

    async def _similar(self, name: str) -> tuple[str, ...]:
        query = self._live(select(integrations.c.name_key, integrations.c.name)).limit(SUGGEST_FROM)
        names = {row.name_key: row.name for row in await self._connection.execute(query)}
        return tuple(names[key] for key in get_close_matches(_key(name), names, n=3, cutoff=0.6))


def _kept_by(user: str) -> ColumnElement[bool]:
    """As `core.actor.looks_after` says it."""
    return or_(integrations.c.owner == user, integrations.c.backup_owner == user)


def _key(text: str) -> str:
    """What to look for. A NUL or half a surrogate pair is in no name, and no driver would take it."""
    return name_key(text).encode("utf-8", "replace").decode().replace("\0", "?")
