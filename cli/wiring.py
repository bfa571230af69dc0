"""The one composition root: `run`, `try` and the tests put the product together here.

The API starts first and does not wait for Slack: gateways get their answers while Slack is down. What was
started last is stopped first: no new work from the clock or from Slack, then what is under way is finished.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from slack_bolt.async_app import AsyncApp

import api.app
import bot.app
from bot.cards import redrawer
from bot.clients import quiet_loggers, session, web_client
from bot.desk import Desk
from bot.http_mode import slack_events
from bot.once import Once
from bot.socket_mode import SocketMode
from bot.tasks import Tasks, listener_tasks
from bot.teller import teller
from bot.whereabouts import whereabouts
from bot.workplace import Inquiry, SlackRefuses, Workplace
from cli.answering import serve_gateways
from cli.clockwork import clockwork
from cli.opening import Opened, opened, utc_now
from cli.parts import ALL, SPEAKING, Part
from cli.sealing import seal_if_older
from cli.serving import serving
from cli.vitals import Vitals
from core.delivery import Tell
from core.ports import Tools
from core.settings import Settings
from jobs.heartbeat import Heartbeat
from jobs.job import Deps
from jobs.voice import SILENT, Voice
from storage.database import Database
from storage.outbox import Outbox

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
"""Seconds between attempts to reach Slack at the start."""
DRAINED_WITHIN = timedelta(seconds=20)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slack:
    """The way to Slack, and what listens and speaks there."""

    workplace: Workplace
    desk: Desk
    voice: Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """What is running, for who started it. What belongs to a part that was not asked for is None."""

    settings: Settings
    tools: Tools
    database: Database
    outbox: Outbox
    metrics_url: str
    api_url: str | None = None
    bot_url: str | None = None
    """Where Slack calls, in HTTP mode."""
    slack: Slack | None = None
    app: AsyncApp | None = None
    listeners: Tasks | None = None

    @property
    def tell(self) -> Tell | None:
        return self.slack.voice.tell if self.slack else None


@asynccontextmanager
async def product(
    settings: Settings, *, now: Callable[[], datetime] = utc_now, parts: Iterable[str] = ALL
) -> AsyncIterator[Product]:
    """Run the product until the block ends. Raises with a sentence what keeps it from starting."""
    wanted = frozenset(Part(part) for part in parts)
    async with AsyncExitStack() as stack:
        base = await stack.enter_async_context(opened(settings, now=now))
        await seal_if_older(base)
        vitals = Vitals(parts=wanted, database=base.database, now=now)
        running = Product(
            settings=settings,
            tools=base.tools,
            database=base.database,
            outbox=base.database.outbox,
            metrics_url=await _serve_operations(stack, settings, vitals),
            api_url=await serve_gateways(stack, base, vitals) if Part.API in wanted else None,
        )
        if wanted & SPEAKING:
            running = await _with_slack_or_without(stack, running, base, vitals)
        yield running


@asynccontextmanager
async def jobs_at_hand(settings: Settings, *, dry: bool) -> AsyncIterator[Deps]:
    """What the jobs need, to run them by hand. A dry run says nothing, so it needs no Slack."""
    async with AsyncExitStack() as stack:
        base = await stack.enter_async_context(opened(settings))
        if dry:
            yield clockwork(base, SILENT)
        else:
            slack = await _speaking(stack, base, waits=False)
            yield clockwork(base, slack.voice, slack.workplace.team)


async def _with_slack_or_without(
    stack: AsyncExitStack, running: Product, base: Opened, vitals: Vitals
) -> Product:
    """Tokens go on verifying after the app was uninstalled, also when this is started anew."""
    try:
        return await _with_slack(stack, running, base, vitals)
    except SlackRefuses as refusal:
        if not (refusal.says_uninstalled and Part.API in vitals.parts):
            raise
        log.warning("only_verification_runs", problem=str(refusal))
        vitals.slack_problem = str(refusal)
        return running


async def _with_slack(stack: AsyncExitStack, running: Product, base: Opened, vitals: Vitals) -> Product:
    slack = await _speaking(stack, base)
    running = replace(running, slack=slack)
    if Part.BOT in vitals.parts:
        running = await _listening(stack, running, base, slack, vitals)
    if Part.CLOCK in vitals.parts:
        _ticking(stack, base, slack, vitals)
    return running


async def _serve_operations(stack: AsyncExitStack, settings: Settings, vitals: Vitals) -> str:
    app = api.app.build_operations(vitals.health(), vitals.measure)
    return await stack.enter_async_context(serving(app, settings.metrics_bind, "LATCHKEY_METRICS_BIND"))


async def _speaking(stack: AsyncExitStack, base: Opened, *, waits: bool = True) -> Slack:
    settings = base.settings
    quiet_loggers()
    web = await stack.enter_async_context(session())
    client = web_client(settings.bot_token, settings.slack_api_url, web)
    ask = Inquiry(client)
    place = await (ask.until_it_answers(_growing_pauses()) if waits else ask.workplace())
    log.info("slack_connected", tenant=place.team, bot_user=place.bot_user)
    desk = Desk(
        tools=base.tools,
        client=client,
        tenant=place.team,
        bot_id=place.bot_id,
        bot_user=place.bot_user,
        command=settings.command,
    )
    voice = Voice(tell=teller(desk), redraw=redrawer(desk), where=whereabouts(desk))
    return Slack(workplace=place, desk=desk, voice=voice)


def _growing_pauses() -> Iterator[float]:
    pause = FIRST_PAUSE
    while True:
        yield pause
        pause = min(pause * 2, LONGEST_PAUSE)


async def _listening(
    stack: AsyncExitStack, running: Product, base: Opened, slack: Slack, vitals: Vitals
) -> Product:
    settings, app = base.settings, bot.app.build(slack.desk)
    listeners = listener_tasks(app)
    running = replace(running, app=app, listeners=listeners)
    if settings.app_token is not None:
        once = Once(base.database.replays, base.tools.now)
        socket = SocketMode(app, settings.app_token, slack.desk.client, once=once, listeners=listeners)
        stack.push_async_callback(socket.stop)
        await socket.start()
        vitals.socket = socket
        return running
    gate = slack_events(app, settings.signing_secret or "", base.database.replays, base.tools.now)
    stack.push_async_callback(listeners.drained, DRAINED_WITHIN)
    url = await stack.enter_async_context(serving(gate, settings.bot_bind, "LATCHKEY_BOT_BIND"))
    vitals.gate = gate
    return replace(running, bot_url=url)


def _ticking(stack: AsyncExitStack, base: Opened, slack: Slack, vitals: Vitals) -> None:
    deps = clockwork(base, slack.voice, slack.workplace.team)
    heartbeat = Heartbeat(deps)
    stack.push_async_callback(heartbeat.stop)
    heartbeat.start()
    vitals.heartbeat, vitals.courier = heartbeat, deps.courier
