"""One process of the product without Slack, and the scenes that the proofs start from."""

import base64
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from cli.opening import Opened, opened
from core.actions.confirm import confirm
from core.actions.create import create
from core.actions.rotate import rotate
from core.actor import Person
from core.fields import Fields
from core.integration import Integration
from core.intent import Purpose
from core.issuing import Issued
from core.overlap import Overlap
from core.ports import Show, Shown, Tools
from core.secret import Secret
from core.settings import Settings
from core.token import Token
from storage.database import Database
from tests.databases import MASTER, START, Clock
from tests.forms import open_form

TENANT = "T0SANDBOX"
ADA = Person(tenant=TENANT, id="U0ADA0000", team=TENANT, is_admin=True, is_primary_owner=True)
ADI = Person(tenant=TENANT, id="U0ADI0000", team=TENANT, is_admin=True)
MIA = Person(tenant=TENANT, id="U0MIA0000", team=TENANT)
MOMENT = START + timedelta(minutes=1)
"""When the operations under proof happen, in every process."""


@dataclass(frozen=True)
class Place:
    """Where the product keeps its things; can be handed to another process."""

    url: str
    folder: Path


@dataclass(frozen=True, kw_only=True)
class Case:
    """What an operation is about; can be handed to another process."""

    name: str
    who: Person = field(default=ADA)
    """Who does it."""
    integration_id: str = ""
    generation: int | None = None
    intent_id: str = ""
    token_id: str = ""
    handover_id: str = ""
    reply_to: str = ""
    """Slack's reply address, where the operation shows its token."""
    tokens: dict[str, str] = field(default_factory=dict)
    """What people hold, in clear, by what it is called in the proofs."""


@dataclass
class Site:
    product: Opened

    @property
    def tools(self) -> Tools:
        return self.product.tools

    @property
    def database(self) -> Database:
        return self.product.database

    async def integration(self, name: str) -> Integration:
        async with self.tools.store.reading(TENANT) as reading:
            return await reading.named(name)

    async def works(self, token: str) -> bool:
        """Whether a gateway would be told yes. Looks only: it is no use of the token."""
        place = await self.tools.store.find(_secret(token))
        if place is None:
            return False
        async with self.tools.store.reading(TENANT) as reading:
            everyone = await reading.tokens(place.integration_id)
        found = next(each for each in everyone if each.id == place.token_id)
        return found.works(self.tools.now())

    async def form(
        self,
        purpose: Purpose,
        who: Person,
        about: Integration | None = None,
        *,
        draft: Mapping[str, Any] | None = None,
    ) -> str:
        """Open a form, as a person would. Gives its intent's id."""
        return await open_form(self.tools, TENANT, purpose, who, about, draft=draft)

    # --- scenes

    async def nothing(self, name: str) -> Case:
        return Case(name=name, intent_id=await self.form(Purpose.CREATE, ADA))

    async def settled(self, name: str) -> Case:
        """One integration with one confirmed token, the old one."""
        seen = Seen()
        intent = await self.form(Purpose.CREATE, ADA)
        made = await create(self.tools, ADA, intent, fields(name), recipient=ADA.id, show=seen.show)
        assert made.token is not None
        await confirm(self.tools, ADA, made.integration.id, made.token.id)
        case = Case(name=name, integration_id=made.integration.id, tokens={"old": seen.tokens[0]})
        return await self.as_it_is(case)

    async def offered(self, name: str, overlap: Overlap = Overlap.WEEK) -> Case:
        """The old token, and a new one that was shown."""
        case, seen = await self.settled(name), Seen()
        issued = await self.rotate(case, ADA.id, seen.show, overlap)
        assert issued.token is not None
        tokens = {**case.tokens, "new": seen.tokens[0]}
        return await self.as_it_is(replace(case, tokens=tokens, token_id=issued.token.id))

    async def overlapping(self, name: str) -> Case:
        """The new token was confirmed; the old one works for another week."""
        case = await self.offered(name)
        await confirm(self.tools, ADA, case.integration_id, case.token_id)
        return await self.as_it_is(case)

    async def handed_over(self, name: str) -> Case:
        """The old token, and *Show token* waiting for Mia."""
        case = await self.settled(name)
        issued = await self.rotate(case, MIA.id, None)
        assert issued.integration.handover is not None
        handover = issued.integration.handover
        return await self.as_it_is(replace(case, who=MIA, handover_id=handover.id))

    async def rotate(
        self, case: Case, recipient: str, show: Show | None, overlap: Overlap = Overlap.WEEK
    ) -> Issued:
        intent = await self.form(Purpose.ROTATE, ADA, await self.integration(case.name))
        return await rotate(self.tools, ADA, intent, overlap=overlap, recipient=recipient, show=show)

    async def with_form(self, case: Case, purpose: Purpose, who: Person) -> Case:
        """The same, with a form about it that `who` has in front of them."""
        intent_id = await self.form(purpose, who, await self.integration(case.name))
        return replace(case, who=who, intent_id=intent_id)

    async def as_it_is(self, case: Case) -> Case:
        return replace(case, generation=(await self.integration(case.name)).generation)


class Seen:
    """A person who is shown tokens."""

    def __init__(self) -> None:
        self.tokens: list[str] = []

    async def show(self, _integration: Integration, _token: Token, secret: Secret) -> Shown:
        self.tokens.append(secret.reveal())
        return Shown.SHOWN


@asynccontextmanager
async def site_at(place: Place) -> AsyncIterator[Site]:
    """A process opens shop, put together as for people; all that is ours is the time."""
    settings = Settings.read(
        {
            "DATABASE_URL": place.url,
            "LATCHKEY_DATA": str(place.folder),
            "LATCHKEY_MASTER_KEY": base64.b64encode(MASTER).decode(),
        },
        lambda path: Path(path).read_text(),
    )
    async with opened(settings, now=Clock(MOMENT)) as product:
        yield Site(product)


def fields(name: str, *scopes: str) -> Fields:
    chosen = frozenset(scopes or ("contacts.readonly",))
    return Fields(name=name, description="", scopes=chosen, owner=ADA.id)


def _secret(token: str) -> Secret:
    secret = Secret.parse(token)
    assert secret is not None, "not even shaped like a token"
    return secret
