"""Changes to one workspace: all or nothing, none without its audit entry."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.actor import Role
from core.audit import Detail, Event
from core.cards import FLEET
from core.integration import Integration
from core.intent import Intent
from core.intent import Purpose as Intended
from core.notices import Notice
from core.refusals import Overtaken, UnknownIntegration
from core.secret import Secret
from core.token import Fingerprint, State
from core.verification import Changes
from core.workspace import Workspace
from storage import access, chain, intents
from storage.cards import CardsTouched
from storage.epochs import integrations_changed
from storage.errors import name_is_free
from storage.incidents import Incidents
from storage.keyring import KeyRing, Purpose
from storage.outbox import queue
from storage.reading import Reading
from storage.reminder_plans import plan
from storage.reminders import RemindersKept
from storage.rows import integration_columns
from storage.tables import integrations, said
from storage.undelivered import DeadLetterOffice
from storage.writing_tokens import write_tokens


class Transaction(Reading):
    def __init__(
        self, connection: AsyncConnection, tenant: str, keys: KeyRing, now: Callable[[], datetime]
    ) -> None:
        super().__init__(connection, tenant, keys)
        self._now = now
        self._changed = False
        self._touched: set[str] = set()

    @property
    def cards(self) -> CardsTouched:
        return CardsTouched(self._connection, self.tenant, self._now())

    @property
    def dead_letters(self) -> DeadLetterOffice:
        return DeadLetterOffice(self._connection, self.tenant)

    @property
    def reminders(self) -> RemindersKept:
        return RemindersKept(self._connection, self.tenant, self._now())

    @property
    def incidents(self) -> Incidents:
        return Incidents(self._connection, self.tenant, self._append, self._drawn_anew)

    # --- integrations

    async def add(self, integration: Integration, *, by: str, **details: Detail) -> None:
        self._must_be_ours(integration.tenant)
        with name_is_free(integration.name):
            await self._connection.execute(
                insert(integrations).values(
                    tenant=self.tenant,
                    id=integration.id,
                    generation=integration.generation,
                    **integration_columns(integration),
                )
            )
        await self._write_tokens(integration)
        await self._record(chain.about(integration, Event.INTEGRATION_CREATE, by, details))

    async def save(
        self, integration: Integration, event: Event, *, by: str, **details: Detail
    ) -> Integration:
        self._must_be_ours(integration.tenant)
        row = integrations.c
        as_read = and_(
            row.tenant == self.tenant,
            row.id == integration.id,
            row.generation == integration.generation,
            row.deleted_at.is_(None),
        )
        columns = {"generation": integration.generation + 1, **integration_columns(integration)}
        with name_is_free(integration.name):
            done = await self._connection.execute(update(integrations).where(as_read).values(**columns))
        if done.rowcount != 1:
            await self._say_who_was_faster(integration.id)
        await self._write_tokens(integration)
        await self._record(chain.about(integration, event, by, details))
        alive = tuple(token for token in integration.tokens if token.state is not State.DEAD)
        return replace(integration, generation=integration.generation + 1, tokens=alive)

    async def fingerprint(self, secret: Secret) -> Fingerprint:
        pepper = (await self._keys.current(self._connection)).newest(Purpose.PEPPER)
        return Fingerprint(secret.digest(pepper.secret), pepper.id, secret.last_four)

    # --- what goes with a change

    async def note(
        self, event: Event, *, by: str, subject: str = "", subject_name: str = "", **details: Detail
    ) -> None:
        said = chain.Note(event=event, by=by, subject=subject, subject_name=subject_name, details=details)
        await self._append(said)

    async def say(self, notice: Notice, *, not_before: datetime | None = None) -> str:
        now, notice_id = self._now(), os.urandom(16).hex()
        await queue(self._connection, self.tenant, notice_id, notice, now, not_before or now)
        return notice_id

    async def first_time(self, what: str) -> bool:
        if await self.was_said(what):
            return False
        # Nobody else writes in this workspace meanwhile, so nobody can be faster.
        row = insert(said).values(tenant=self.tenant, what=what, at=self._now())
        await self._connection.execute(row)
        return True

    # --- forms

    async def open_intent(self, intent: Intent) -> None:
        self._must_be_ours(intent.tenant)
        await intents.open_(self._connection, await self._keys.current(self._connection), intent)

    async def redraft(self, intent_id: str, draft: dict[str, Any]) -> None:
        await intents.redraft(self._connection, self.tenant, intent_id, draft)

    async def use_intent(self, intent_id: str, actor: str, purpose: Intended, now: datetime) -> Intent:
        ring = await self._keys.current(self._connection)
        intent = await intents.use(self._connection, ring, self.tenant, intent_id, actor, now)
        return intent.meant_for(purpose)

    # --- settings and access

    async def set_workspace(self, workspace: Workspace, *, by: str, **details: Detail) -> None:
        self._must_be_ours(workspace.tenant)
        await access.set_workspace(self._connection, workspace)
        await self.cards.touch(FLEET)
        await self._record(chain.Note(event=Event.SETTINGS_CHANGE, by=by, details=details))

    async def set_role(self, user: str, role: Role, *, by: str) -> None:
        before = await self.role(user)
        await access.set_role(self._connection, self.tenant, user, role)
        details: dict[str, Detail] = {"role": role.name.lower(), "before": before.name.lower()}
        await self._record(chain.Note(event=Event.ACCESS_GRANT, by=by, subject=user, details=details))

    # --- the small print

    async def settle(self) -> Changes | None:
        """Just before the commit: count the change, and say what it was."""
        if not self._changed:
            return None
        return await integrations_changed(self._connection, self.tenant, self._touched)

    async def _drawn_anew(self, subject: str) -> None:
        await self.cards.touch_each([subject, FLEET])

    def _must_be_ours(self, tenant: str) -> None:
        if tenant != self.tenant:
            raise UnknownIntegration

    async def _record(self, note: chain.Note) -> None:
        self._changed = True
        await self._append(note)

    async def _append(self, note: chain.Note) -> None:
        ring = await self._keys.current(self._connection)
        await chain.append(self._connection, ring, self.tenant, note, self._now())

    async def _say_who_was_faster(self, integration_id: str) -> None:
        winner = await self.integration(integration_id)
        raise Overtaken(winner.name, winner.changed_by, winner.changed_at)

    async def _write_tokens(self, integration: Integration) -> None:
        self._touched.add(integration.id)
        await self.cards.touch_each([integration.id, FLEET])
        await write_tokens(self._connection, integration)
        await plan(self._connection, integration, self._now())
