"""A database with a busy past, of which a backup was made after every step."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from random import Random

import psycopg

from cli import environment
from cli.opening import Opened, opened
from core.actions.cancel_rotation import cancel_rotation
from core.actions.confirm import confirm
from core.actions.delete import delete
from core.actions.edit import edit
from core.actions.expire_now import expire_now
from core.actions.gateways import add_gateway, remove_gateway, rotate_gateway
from core.actions.revoke import revoke_all
from core.fields import Fields
from core.integration import Integration
from core.intent import Purpose
from core.overlap import Overlap
from core.ports import Query
from core.refusals import Refused
from core.secret import Secret
from core.settings import Need, Settings
from tests.cli.commands import settings
from tests.core.ground import ADA, HOME, Ground, Hand
from tests.databases import Clock
from tests.storage.making import a_secret, days

Copy = Callable[[str, int], str]
"""A copy of a database that nobody has open: its address, from the original's and a number."""
_numbers = count(1)


def copy_file(url: str, number: int) -> str:
    file = Path(url.removeprefix("sqlite:///"))
    copy = file.with_name(f"backup-{number}.db")
    shutil.copy(file, copy)
    return f"sqlite:///{copy}"


def copier(postgres: Callable[[str], str]) -> Copy:
    def copy(url: str, number: int) -> str:
        source = url.partition("?")[0].rpartition("/")[2]
        name = f"backup_{next(_numbers)}_{number}"
        with psycopg.connect(postgres("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {source}".encode())
        return postgres(name)

    return copy


def settings_of(url: str, folder: Path) -> Settings:
    return environment.read({Need.KEY}, {**settings(folder), "DATABASE_URL": url})


@dataclass
class History:
    url: str
    folder: Path
    clock: Clock
    hand: Hand = field(default_factory=Hand)
    gateways: list[Secret] = field(default_factory=list)
    random: Random = field(default_factory=lambda: Random(7))

    @asynccontextmanager
    async def open(self) -> AsyncIterator[tuple[Opened, Ground]]:
        async with opened(settings_of(self.url, self.folder), now=self.clock) as base:
            yield base, Ground(base.tools, base.database, self.clock)

    async def begin(self) -> Secret:
        """With integrations to work on, and one that nobody will touch, whose token it gives."""
        async with self.open() as (base, ground):
            scopes = frozenset({"invoices.readonly", "invoices.write"})
            await ground.settled(self.hand, name="Untouched")
            await ground.settled(self.hand, name="To be narrowed", scopes=scopes)
            for number in range(6):
                await ground.settled(self.hand, name=f"Busy {number}", scopes=scopes)
            for name in ("edge", "inner"):
                self.gateways.append(a_secret())
                await add_gateway(base.tools, base.database.gateways, name, self.gateways[-1])
        return self.hand.tokens[0]

    async def step(self) -> str:
        """Something that somebody does. Gives its name."""
        async with self.open() as (base, ground):
            while True:
                name, deed = self.random.choice(DEEDS)
                if await _done(deed(self, base, ground)):
                    self.clock.pass_(days(0.5))
                    return name

    async def narrow(self) -> None:
        """Take a permission from an integration that is otherwise left alone."""
        async with self.open() as (_, ground):
            async with ground.tools.store.reading(HOME) as reading:
                one = await reading.named("To be narrowed")
            await _edit(ground, one)

    async def export(self) -> list[str]:
        async with self.open() as (base, _):
            return [line async for line in base.database.audit.json_lines()]


Deed = Callable[[History, Opened, Ground], Awaitable[object]]


async def _done(deed: Awaitable[object]) -> bool:
    try:
        await deed
    except Refused:
        return False
    return True


async def _one(history: History, ground: Ground) -> Integration:
    async with ground.tools.store.reading(HOME) as reading:
        page = await reading.page(Query(text="busy"), ground.clock.now)
    return history.random.choice(page.integrations)


async def _rotate(history: History, _base: Opened, ground: Ground) -> None:
    overlap = history.random.choice([Overlap.AT_ONCE, Overlap.DAY, Overlap.WEEK])
    issued = await ground.rotated(await _one(history, ground), history.hand, overlap=overlap)
    assert issued.token is not None
    await confirm(ground.tools, ADA, issued.integration.id, issued.token.id)


async def _offer(history: History, _base: Opened, ground: Ground) -> None:
    await ground.rotated(await _one(history, ground), history.hand)


async def _cancel(history: History, _base: Opened, ground: Ground) -> None:
    one = await _one(history, ground)
    await cancel_rotation(
        ground.tools, ADA, await ground.form(ADA, Purpose.CANCEL_ROTATION, one), typed=one.name
    )


async def _expire(history: History, _base: Opened, ground: Ground) -> None:
    await expire_now(ground.tools, ADA, (await _one(history, ground)).id, generation=None)


async def _narrow(history: History, _base: Opened, ground: Ground) -> None:
    await _edit(ground, await _one(history, ground))


async def _edit(ground: Ground, one: Integration) -> None:
    fields = replace(Fields.of(one), scopes=frozenset({"invoices.readonly"}))
    await edit(ground.tools, ADA, await ground.form(ADA, Purpose.EDIT, one), fields)


async def _revoke(history: History, _base: Opened, ground: Ground) -> None:
    await revoke_all(ground.tools, HOME, (await _one(history, ground)).name)


async def _delete(history: History, _base: Opened, ground: Ground) -> None:
    one = await _one(history, ground)
    await delete(ground.tools, ADA, await ground.form(ADA, Purpose.DELETE, one), typed=one.name)


async def _create(history: History, _base: Opened, ground: Ground) -> None:
    await ground.settled(history.hand, name=f"Busy {history.random.randrange(1000)} more")


async def _rotate_gateway(history: History, base: Opened, _ground: Ground) -> None:
    history.gateways.append(a_secret())
    secret = history.gateways[-1]
    await rotate_gateway(base.tools, base.database.gateways, "edge", secret, overlap=days(1))


async def _remove_gateway(_history: History, base: Opened, _ground: Ground) -> None:
    await remove_gateway(base.tools, base.database.gateways, "inner")


DEEDS: Sequence[tuple[str, Deed]] = (
    ("rotate", _rotate),
    ("rotate", _rotate),
    ("offer", _offer),
    ("cancel", _cancel),
    ("expire", _expire),
    ("narrow", _narrow),
    ("revoke", _revoke),
    ("delete", _delete),
    ("create", _create),
    ("rotate gateway", _rotate_gateway),
    ("remove gateway", _remove_gateway),
)
