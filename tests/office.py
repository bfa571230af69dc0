"""A whole office for the stories: the pretend Slack, the real product on a real database, and a clock.

Everything is put together by `cli.wiring`, as it is for people; only time is the test's.
"""

import base64
import re
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli.clockwork import clockwork
from cli.wiring import Product, product
from core.actions.verify import Verdict, verify
from core.integration import Integration
from core.secret import SHAPE, Secret
from core.settings import Settings
from jobs.by_hand import all_that_is_due
from jobs.job import Job
from jobs.schedule import JOBS
from sandbox import Person, Sandbox, ShownMessage
from storage.database import Database
from tests.databases import MASTER, Clock

MANIFEST = yaml.safe_load((Path(__file__).parent.parent / "manifest.yml").read_text())


@dataclass
class Office:
    slack: Sandbox
    product: Product
    clock: Clock

    def __post_init__(self) -> None:
        self.ada, self.adi, self.mia, self.max, self.gus, self.sam = (
            self.slack.person(key) for key in ("ada", "adi", "mia", "max", "gus", "sam")
        )

    @property
    def database(self) -> Database:
        return self.product.database

    # --- what a third party and a gateway see

    async def accepts(self, token: str) -> bool:
        return await self.verdict(token) is not None

    async def verdict(self, token: str) -> Verdict | None:
        """What a gateway is told; counts as a use of the token."""
        secret = Secret.parse(token)
        assert secret is not None, "not even shaped like a token"
        return await verify(self.product.tools, secret)

    async def integration(self, name: str) -> Integration:
        async with self.product.tools.store.reading(self.slack.team_id) as reading:
            return await reading.named(name)

    async def events(self, name: str = "") -> list[str]:
        """The audit record, oldest first."""
        async with self.product.tools.store.reading(self.slack.team_id) as reading:
            subject = (await reading.named(name)).id if name else None
            entries = await reading.audit(subject=subject, limit=1000)
        return [entry.event.value for entry in reversed(entries)]

    # --- time

    async def pass_(self, span: timedelta) -> None:
        """Let time go by, and let those of the clock's jobs do what is due then that run so often."""
        self.clock.pass_(span)
        await self.tick([job for job in JOBS if job.period <= span])

    async def tick(self, jobs: Iterable[Job] = JOBS) -> None:
        slack = self.product.slack
        assert slack is not None
        deps = clockwork(self.product, slack.voice, slack.workplace.team, later=_at_once)
        for job in jobs:
            await all_that_is_due(job, deps)

    async def comes_to_rest(self) -> None:
        """Slack's deliveries first, then what listeners made of them: then whatever people began is done."""
        await self.slack.settles()
        listeners = self.product.listeners
        assert listeners is not None
        assert await listeners.drained(timedelta(seconds=15))

    # --- what people do, in one line

    async def creates(self, person: Person, name: str, **filled: object) -> str:
        """Create an integration by command, and save its token. Returns the token."""
        await self.fills_create_form(person, name, **filled)
        await person.submits()
        token = await self.is_shown_a_token(person)
        await self.reads_where_it_is(person)
        await person.clicks("I saved it")
        await person.waits_until(lambda: token not in everything(person))
        return token

    async def fills_create_form(self, person: Person, name: str, **filled: object) -> None:
        await person.types("/integrations create")
        await person.waits_until(lambda: person.modal and person.modal.submit)
        await person.fills({"name": name, "scopes": ["contacts.readonly"], **filled})

    async def rotates(self, person: Person, name: str, **filled: object) -> str:
        """Rotate by command and get the token shown; it is not confirmed yet."""
        before = set(tokens_seen_by(person))
        await person.types(f"/integrations rotate {name}")
        await person.waits_until(lambda: person.modal and person.modal.submit)
        await person.fills(filled)
        await person.submits()
        await person.waits_until(lambda: set(tokens_seen_by(person)) - before)
        await self.reads_where_it_is(person)
        (token,) = set(tokens_seen_by(person)) - before
        return token

    async def reads_where_it_is(self, person: Person) -> None:
        """And closes the modal, once it says so: closed earlier, the bot would go on looking for it."""
        await person.waits_until(lambda: person.modal and "visible only to you" in person.modal.all_text)
        await person.closes()

    async def is_shown_a_token(self, person: Person) -> str:
        await person.waits_until(lambda: tokens_seen_by(person))
        return tokens_seen_by(person)[-1]


def _at_once(_seconds: float, release: Callable[[], None]) -> None:
    release()


def tokens_in(message: ShownMessage) -> list[str]:
    found = re.findall(SHAPE.pattern, message.all_text)
    return ["_".join((prefix, body + checksum)) for prefix, body, checksum in found]


def tokens_seen_by(person: Person) -> list[str]:
    return [token for message in person.sees for token in tokens_in(message)]


def everything(person: Person) -> str:
    """All the words in front of a person."""
    modal = person.modal.all_text if person.modal else ""
    home = person.home.all_text if person.home else ""
    return "\n".join([*(message.all_text for message in person.sees), modal, home])


@asynccontextmanager
async def open_office(
    database_url: str,
    clock: Clock,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    manifest: Mapping[str, Any] = MANIFEST,
) -> AsyncIterator[Office]:
    async with Sandbox(manifest=manifest, clock=clock) as slack:
        settings = Settings.read(
            {
                "SLACK_BOT_TOKEN": slack.bot_token,
                "SLACK_APP_TOKEN": slack.app_token,
                "SLACK_API_URL": slack.api_url,
                "DATABASE_URL": database_url,
                "LATCHKEY_DATA": str(folder),
                "LATCHKEY_MASTER_KEY": base64.b64encode(MASTER).decode(),
                "LATCHKEY_API_BIND": "127.0.0.1:0",
                "LATCHKEY_METRICS_BIND": "127.0.0.1:0",
                **(environment or {}),
            },
            lambda path: Path(path).read_text(),
        )
        async with product(settings, now=clock, parts={"bot"}) as running:
            await slack.waits_until(lambda: slack.connected)
            yield Office(slack, running, clock)


@pytest.fixture
async def office(database_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[Office]:
    """An office on each kind of database."""
    async with open_office(database_url, clock, tmp_path) as opened:
        yield opened
        assert opened.slack.problems == [], "Slack would have swallowed these mistakes"


@pytest.fixture
async def sqlite_office(sqlite_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[Office]:
    """For stories in which the database makes no difference."""
    async with open_office(sqlite_url, clock, tmp_path) as opened:
        yield opened
        assert opened.slack.problems == [], "Slack would have swallowed these mistakes"
