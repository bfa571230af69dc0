"""Where actions are tried: the real store on SQLite, people with roles, and a hand that takes tokens."""

import os
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from core.actions.confirm import confirm
from core.actions.create import create
from core.actions.rotate import rotate
from core.actor import Person, Role
from core.audit import OPERATOR, Entry
from core.catalogue import Access, Catalogue, Permission, Sensitivity
from core.fields import Fields
from core.integration import Integration
from core.intent import Purpose
from core.issuing import Issued
from core.notices import Outgoing
from core.overlap import Overlap
from core.ports import Shown, Tools
from core.secret import Secret
from core.token import Token
from storage.database import Database
from storage.master import MasterKey
from tests.databases import MASTER, Clock
from tests.forms import open_form

HOME = "T-HOME"
ADA = Person(tenant=HOME, id="U-ADA", team=HOME, is_admin=True)
MAX = Person(tenant=HOME, id="U-MAX", team=HOME)
"""A manager."""
VERA = Person(tenant=HOME, id="U-VERA", team=HOME)
"""A viewer."""
OLIVE = Person(tenant=HOME, id="U-OLIVE", team=HOME)
"""Owns integrations and holds no role."""
NOBODY = Person(tenant=HOME, id="U-NOBODY", team=HOME)
GUS = Person(tenant=HOME, id="U-GUS", team=HOME, is_guest=True)

CATALOGUE = Catalogue(
    groups=("Payments",),
    permissions={
        scope: Permission(scope, "Payments", scope, access, sensitivity)
        for scope, access, sensitivity in (
            ("invoices.readonly", Access.READ, Sensitivity.LOW),
            ("invoices.write", Access.WRITE, Sensitivity.MEDIUM),
            ("payments.write", Access.WRITE, Sensitivity.HIGH),
        )
    },
)
FIELDS = Fields(
    name="Billing",
    description="Sends invoices",
    scopes=frozenset({"invoices.readonly"}),
    owner=OLIVE.id,
    storage_note="Vault",
)


@dataclass
class Hand:
    """Takes a token from Slack, or does not."""

    answer: Shown = Shown.SHOWN
    tokens: list[Secret] = field(default_factory=list)

    async def show(self, _integration: Integration, _token: Token, secret: Secret) -> Shown:
        self.tokens.append(secret)
        return self.answer


@dataclass
class Ground:
    tools: Tools
    database: Database
    clock: Clock

    async def form(
        self,
        who: Person,
        purpose: Purpose,
        about: Integration | None = None,
        *,
        draft: Mapping[str, Any] | None = None,
    ) -> str:
        return await open_form(self.tools, HOME, purpose, who, about, draft=draft)

    async def created(self, hand: Hand, recipient: Person = ADA, **changes: Any) -> Issued:
        intent = await self.form(ADA, Purpose.CREATE)
        fields = replace(FIELDS, **changes)
        return await create(self.tools, ADA, intent, fields, recipient=recipient.id, show=hand.show)

    async def settled(self, hand: Hand, **changes: Any) -> Integration:
        """With one token, which Ada has saved."""
        issued = await self.created(hand, **changes)
        assert issued.token is not None
        return await confirm(self.tools, ADA, issued.integration.id, issued.token.id)

    async def rotated(
        self, integration: Integration, hand: Hand, recipient: Person = ADA, overlap: Overlap = Overlap.WEEK
    ) -> Issued:
        intent = await self.form(ADA, Purpose.ROTATE, integration)
        return await rotate(self.tools, ADA, intent, overlap=overlap, recipient=recipient.id, show=hand.show)

    async def overlapping(self, hand: Hand, overlap: Overlap = Overlap.WEEK) -> Integration:
        """With an old token, and a new one that Ada has saved."""
        issued = await self.rotated(await self.settled(hand), hand, overlap=overlap)
        assert issued.token is not None
        return await confirm(self.tools, ADA, issued.integration.id, issued.token.id)

    async def now(self, integration: Integration) -> Integration:
        async with self.tools.store.reading(HOME) as reading:
            return await reading.integration(integration.id)

    async def tokens(self, integration: Integration) -> list[Token]:
        """All there ever were, the first one first."""
        async with self.tools.store.reading(HOME) as reading:
            return [*reversed(await reading.tokens(integration.id))]

    async def record(self) -> list[Entry]:
        """Newest first."""
        async with self.tools.store.reading(HOME) as reading:
            return [*await reading.audit(limit=100)]

    async def said(self) -> list[Outgoing]:
        """What would be said within a year."""
        later = self.clock.now + timedelta(days=365)
        due = await self.database.outbox.due(later, 100)
        return sorted(due, key=lambda each: (each.created_at, each.id))

    async def give(self, person: Person, role: Role) -> None:
        async with self.tools.store.transaction(HOME) as tx:
            await tx.set_role(person.id, role, by=OPERATOR)

    async def change_workspace(self, **changes: Any) -> None:
        async with self.tools.store.transaction(HOME) as tx:
            await tx.set_workspace(replace(await tx.workspace(), **changes), by=OPERATOR)


@pytest.fixture
async def ground(sqlite_url: str, clock: Clock) -> AsyncIterator[Ground]:
    database = await Database.open(sqlite_url, MasterKey(MASTER), now=clock)
    numbers = count(1)
    tools = Tools(
        store=database.store,
        now=clock,
        mint=lambda: Secret.mint("pit", os.urandom),
        new_id=lambda: f"id-{next(numbers)}",
        catalogue=CATALOGUE,
    )
    here = Ground(tools, database, clock)
    await here.give(MAX, Role.MANAGER)
    await here.give(VERA, Role.VIEWER)
    yield here
    await database.close()


@pytest.fixture
def hand() -> Hand:
    return Hand()
