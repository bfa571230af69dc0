"""A workspace full of integrations, and what people see of it."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from typing import Any

from sqlalchemy import insert

from core.integration import Integration
from core.overlap import DEFAULT
from core.token import Fingerprint, Proof, Token
from sandbox import Person, ShownView
from storage.rows import integration_columns, life_columns, token_columns
from storage.tables import integrations, tokens
from tests.office import Office


@dataclass
class Makes:
    """Makes integrations that belong into one office. Their tokens are known to nobody."""

    office: Office
    key_id: str
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def bare(self, name: str, **changes: Any) -> Integration:
        """Without any token."""
        now, ada = self.office.clock(), self.office.ada.id
        integration = Integration(
            id=self.office.product.tools.new_id(),
            tenant=self.office.slack.team_id,
            name=name,
            description="",
            scopes=frozenset({"contacts.readonly"}),
            owner=ada,
            storage_note="",
            created_at=now,
            created_by=ada,
            changed_at=now,
            changed_by=ada,
        )
        return replace(integration, **changes)

    def offered(self, name: str, *, ago: timedelta = timedelta(), **changes: Any) -> Integration:
        return self.with_another(self.bare(name, **changes), ago=ago)

    def working(self, name: str, *, ago: timedelta = timedelta(), **changes: Any) -> Integration:
        """Its token was confirmed `ago`."""
        return self.saved(self.offered(name, ago=ago, **changes), ago=ago)

    def overlapping(self, name: str, **changes: Any) -> Integration:
        return self.saved(self.with_another(self.working(name, **changes)))

    def saved(self, integration: Integration, *, ago: timedelta = timedelta()) -> Integration:
        assert integration.offered is not None
        return integration.confirm(integration.offered.id, Proof.SAVED, self.office.clock() - ago)

    def with_another(self, integration: Integration, *, ago: timedelta = timedelta()) -> Integration:
        number, ada = next(self._numbers), self.office.ada.id
        digest = hashlib.sha256(str(number).encode()).digest()
        token = Token(
            id=self.office.product.tools.new_id(),
            version=integration.next_version,
            fingerprint=Fingerprint(digest, self.key_id, f"{number:04}"[-4:]),
            recipient=ada,
            minted_at=self.office.clock() - ago,
            minted_by=ada,
            overlap=DEFAULT,
        )
        return integration.offer(token)


async def makes(office: Office) -> Makes:
    tools = office.product.tools
    async with tools.store.transaction(office.slack.team_id) as tx:
        return Makes(office, (await tx.fingerprint(tools.mint())).key_id)


async def move_in(office: Office, newcomers: Iterable[Integration]) -> None:
    """Written straight into the tables, and so without audit: ten thousand take a second, not a minute."""
    found = list(newcomers)
    tenant = office.slack.team_id
    rows = [
        {"tenant": tenant, "id": each.id, "generation": each.generation, **integration_columns(each)}
        for each in found
    ]
    held = [
        {"tenant": tenant, "integration_id": each.id, **token_columns(token), **life_columns(token)}
        for each in found
        for token in each.tokens
    ]
    async with office.database._connections.writing() as connection:
        await connection.execute(insert(integrations), rows)
        if held:
            await connection.execute(insert(tokens), held)


def rows(shown: ShownView | None) -> list[str]:
    """The integrations on a screen, from top to bottom."""
    return [each["text"]["text"].splitlines()[0].strip("*") for each in _with_menus(shown)]


def row_choices(shown: ShownView | None, name: str) -> list[str]:
    """What the menu beside an integration offers."""
    (row,) = [each for each in _with_menus(shown) if f"*{name}*" in each["text"]["text"]]
    return [option["text"]["text"] for option in row["accessory"]["options"]]


def _with_menus(shown: ShownView | None) -> list[dict[str, Any]]:
    blocks = shown.blocks if shown else []
    return [each for each in blocks if (each.get("accessory") or {}).get("type") == "overflow"]


async def sees(person: Person, *names: str) -> None:
    """Waits until exactly these are listed, in this order, in the modal on top."""
    await person.waits_until(lambda: rows(person.modal) == list(names))


async def sees_at_home(person: Person, *names: str) -> None:
    await person.waits_until(lambda: rows(person.home) == list(names))


async def reads(person: Person, words: str) -> None:
    """Waits until the modal on top says so."""
    await person.waits_until(lambda: person.modal and words in person.modal.all_text)
