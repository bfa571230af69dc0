"""The pretend Slack as one object: start it, look into it, change it, make it misbehave."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from starlette.types import ASGIApp

from sandbox.administration import Administration
from sandbox.app_definition import AppDefinition
from sandbox.assembly import Options, assemble
from sandbox.delivery.asgi_client import AsgiClient
from sandbox.delivery.courier import EVENT_RETRIES
from sandbox.delivery.signed_http import SignedHttp
from sandbox.delivery.url_client import UrlClient
from sandbox.faults import Faults
from sandbox.http_server import HttpServer
from sandbox.misbehaviour import Misbehaviour
from sandbox.record import Call
from sandbox.routes import application


def _now() -> datetime:
    return datetime.now(UTC)


class Sandbox(Administration):
    """`async with Sandbox(manifest=...) as slack:` runs a workspace on this machine's loopback."""

    def __init__(  # noqa: PLR0913 — each is one thing a test may want otherwise
        self,
        *,
        manifest: Mapping[str, Any] | None = None,
        scopes: Iterable[str] | None = None,
        clock: Callable[[], datetime] = _now,
        bind: str = "127.0.0.1",
        port: int = 0,
        team_id: str = "T0SANDBOX",
        team_domain: str = "sandbox",
        org_wide: bool = False,
        ack_within: float = 3.0,
        event_retries: Sequence[float] = EVENT_RETRIES,
        rate_limits: bool = False,
    ) -> None:
        app = AppDefinition() if manifest is None else AppDefinition.from_manifest(manifest)
        app = app if scopes is None else replace(app, scopes=tuple(scopes))
        self._options = Options(clock, team_id, team_domain, org_wide, ack_within, event_retries)
        self._stopping = asyncio.Event()
        self._server = HttpServer(bind, port)
        super().__init__(assemble(app, self._options, self._server))
        misbehaviour = Misbehaviour(self._server, self._stopping)
        self._server.app = application(self.world, misbehaviour, rate_limits=rate_limits)

    async def __aenter__(self) -> Self:
        await self._server.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stopping.set()
        await self.world.courier.stop()
        await self._server.stop()

    # Where it is, and who the bot is to it

    @property
    def api_url(self) -> str:
        return f"http://{self._server.authority}/api/"

    @property
    def page_url(self) -> str:
        return f"http://{self._server.authority}/"

    @property
    def bot_token(self) -> str:
        return self.world.credentials.bot_token

    @property
    def app_token(self) -> str:
        return self.world.credentials.app_token

    @property
    def signing_secret(self) -> str:
        return self.world.credentials.signing_secret

    @property
    def team_id(self) -> str:
        return self.world.workspace.team_id

    @property
    def team_domain(self) -> str:
        return self.world.workspace.team_domain

    # What happened

    @property
    def calls(self) -> list[Call]:
        """Every call of the Web API and every post to a response_url, oldest first."""
        return self.world.record.calls

    @property
    def problems(self) -> list[str]:
        """Mistakes that Slack would swallow in silence. A good bot leaves this empty."""
        return self.world.record.problems

    @property
    def connected(self) -> bool:
        return self.world.courier.transport.connected

    async def waits_until(self, condition: Callable[[], object], within: float = 15.0) -> None:
        if not await self.world.changes.until(condition, within):
            raise AssertionError(f"the pretend Slack waited {within} s in vain; problems: {self.problems}")

    async def settles(self) -> None:
        """Until no event, and no repetition of one, is on its way to the bot."""
        await self.world.courier.settles()

    # How it behaves

    @property
    def faults(self) -> Faults:
        return self.world.faults

    def deliver_over_http(self, to: str | ASGIApp) -> None:
        """Signed HTTP instead of Socket Mode: to an address, or to an ASGI application in this process."""
        client = UrlClient(to) if isinstance(to, str) else AsgiClient(to)
        self.world.courier.use(
            SignedHttp(client, self.signing_secret, self._options.clock, self._options.ack_within)
        )
        self.world.changed()
