"""What Slack, and the way to it, can do to a click that makes a token."""

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path

from bot.gate import PATH
from cli.wiring import product
from core.settings import Settings
from sandbox import NotAcknowledgedError, Sandbox
from sandbox.faults import Kind
from tests.databases import MASTER, Clock
from tests.office import MANIFEST, Office, open_office
from tests.proofs.deliveries import Delivery, settled

IMPATIENCE = 0.3
"""Seconds; the real five would prove nothing more."""
KINDS: tuple[Kind, ...] = (
    "refuse",
    "ratelimit",
    "http_500",
    "http_503",
    "timeout",
    "reset_before",
    "reset_after",
    "garbage",
    "lost",
)
SCREENS = ("views.update", "views.open", "chat.update", "users.info")
SCREEN_KINDS: tuple[Kind, ...] = ("refuse", "ratelimit", "http_500", "reset_before", "reset_after", "garbage")
ON_THE_WAY = ("expired", "delivered twice", "acknowledged too late")
MISCHIEF = (
    *(f"response_url {kind}" for kind in KINDS),
    *(f"{method} {kind}" for method in SCREENS for kind in SCREEN_KINDS),
    *ON_THE_WAY,
)


async def click_amid(office: Office, delivery: Delivery, mischief: str) -> None:
    """Do the click while one thing goes wrong, until all has come to rest; afterwards all is well again."""
    faults = office.slack.faults
    if mischief == "delivered twice":
        faults.deliver_twice()
    elif mischief == "acknowledged too late":
        faults.late_ack()
    elif mischief == "expired":
        _age_reply_addresses(office.slack, timedelta(minutes=31))
    else:
        target, _, kind = mischief.partition(" ")
        faults.next(target, kind)  # type: ignore[arg-type]
    with suppress(NotAcknowledgedError):
        await delivery.click(office)
    await settled(office)
    faults.clear()
    _age_reply_addresses(office.slack, timedelta())


def _age_reply_addresses(slack: Sandbox, by: timedelta) -> None:
    slack.world.response_urls._clock = lambda: slack.world.clock() + by


@asynccontextmanager
async def _by_http(url: str, clock: Clock, folder: Path) -> AsyncIterator[Office]:
    """The same office, to which Slack speaks by signed HTTP requests."""
    async with Sandbox(manifest=MANIFEST, clock=clock) as slack:
        given = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": url,
            "LATCHKEY_DATA": str(folder),
            "LATCHKEY_MASTER_KEY": base64.b64encode(MASTER).decode(),
            "LATCHKEY_BOT_BIND": "127.0.0.1:0",
            "LATCHKEY_METRICS_BIND": "127.0.0.1:0",
        }
        settings = Settings.read(given, lambda path: Path(path).read_text())
        async with product(settings, now=clock, parts={"bot"}) as running:
            slack.deliver_over_http(f"{running.bot_url}{PATH}")
            yield Office(slack, running, clock)


@asynccontextmanager
async def impatient_office(url: str, clock: Clock, folder: Path, *, http: bool) -> AsyncIterator[Office]:
    """An office by Socket Mode or by HTTP, that does not wait long for an answer."""
    async with _by_http(url, clock, folder) if http else open_office(url, clock, folder) as office:
        assert office.product.slack is not None
        object.__setattr__(office.product.slack.desk, "reply_timeout", IMPATIENCE)
        yield office
