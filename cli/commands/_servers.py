"""What `run` and its parts share: settings, logs, and serving until a signal."""

import asyncio
from collections.abc import Set as AbstractSet

import structlog

from cli import environment
from cli.logs import configure
from cli.parts import Part
from cli.running import run_until_stopped
from core.settings import Need, Settings

NEEDS = {Part.BOT: (Need.SPEAK, Need.LISTEN), Part.CLOCK: (Need.SPEAK,), Part.API: ()}

log = structlog.get_logger(__name__)


def read(parts: AbstractSet[Part]) -> Settings:
    """All that is wrong for these parts is said at once. Raises `BadSettings`."""
    return environment.read({Need.KEY, *(need for part in parts for need in NEEDS[part])})


def serve(parts: AbstractSet[Part]) -> None:
    settings = read(parts)
    configure(settings.log_level)
    run_until_stopped(serving(settings, parts))


async def serving(settings: Settings, parts: AbstractSet[Part]) -> None:
    # Settings are known to be right by now; loading the rest takes a second.
    from cli.wiring import product  # noqa: PLC0415

    async with product(settings, parts=parts) as running:
        log.info(
            "serving",
            parts=sorted(parts),
            tenant=running.slack.workplace.team if running.slack else None,
            socket_mode=settings.uses_socket,
            api=running.api_url,
            bot=running.bot_url,
            metrics=running.metrics_url,
        )
        await asyncio.Event().wait()
