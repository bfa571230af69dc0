"""HTTP instead of Socket Mode: signed requests to an address, or to an application in the same process."""

import asyncio
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import aiohttp
import pytest
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from sandbox import NotAcknowledgedError, Person, Sandbox
from sandbox.delivery.signing import signature
from sandbox.http_server import HttpServer
from tests.sandbox.block_kit import Json, modal
from tests.sandbox.bolt_bot import Clock


@dataclass
class WebBot:
    """Records what arrives at /slack/events and answers as a test wants."""

    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)

    @property
    def app(self) -> Starlette:
        return Starlette(routes=[Route("/slack/events", self._serve, methods=["POST"])])

    @property
    def last(self) -> tuple[dict[str, str], bytes]:
        return self.requests[-1]

    async def _serve(self, request: Request) -> Response:
        self.requests.append((dict(request.headers), await request.body()))
        return self.answers.pop(0) if self.answers else Response()


@pytest.fixture
def web_bot(slack: Sandbox) -> WebBot:
    web_bot = WebBot()
    slack.deliver_over_http(web_bot.app)
    return web_bot


def test_the_signature_is_slacks() -> None:
    """Slack's own example, from its page on verifying requests."""
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGl"
        b"gcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    expected = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert signature("8f742231b10e8888abcd99yyyzzz85a5", 1531420618, body) == expected


async def test_a_command_is_a_signed_form(slack: Sandbox, web_bot: WebBot, ada: Person, clock: Clock) -> None:
    await ada.types("/keys show")
    headers, body = web_bot.last
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    assert headers["x-slack-request-timestamp"] == str(int(clock.now.timestamp()))
    base = f"v0:{headers['x-slack-request-timestamp']}:".encode() + body
    proof = hmac.new(slack.signing_secret.encode(), base, hashlib.sha256).hexdigest()
    assert headers["x-slack-signature"] == f"v0={proof}"
    assert parse_qs(body.decode())["text"] == ["show"]


async def test_an_interaction_is_a_payload_in_a_form(web_bot: WebBot, ada: Person) -> None:
    await ada.uses_shortcut("create")
    payload = json.loads(parse_qs(web_bot.last[1].decode())["payload"][0])
    assert (payload["type"], payload["callback_id"]) == ("shortcut", "create")


async def test_an_event_is_json(web_bot: WebBot, ada: Person) -> None:
    await ada.opens_home()
    headers, body = web_bot.last
    assert headers["content-type"] == "application/json"
    assert json.loads(body)["event"]["type"] == "app_home_opened"
    assert "x-slack-retry-num" not in headers


async def test_a_plain_text_answer_to_a_command_is_shown(web_bot: WebBot, ada: Person) -> None:
    web_bot.answers = [PlainTextResponse("Hello"), JSONResponse({"text": "Again"})]
    await ada.types("/keys")
    await ada.types("/keys")
    assert [(seen.text, seen.ephemeral) for seen in ada.sees] == [("Hello", True), ("Again", True)]


async def test_any_status_but_200_fails_a_command(web_bot: WebBot, ada: Person) -> None:
    web_bot.answers = [Response(status_code=201)]
    with pytest.raises(NotAcknowledgedError, match="dispatch_failed"):
        await ada.types("/keys")


async def test_an_event_is_repeated_with_number_and_reason(
    slack: Sandbox, web_bot: WebBot, ada: Person
) -> None:
    web_bot.answers = [Response(status_code=500), Response(status_code=503), Response(status_code=204)]
    await ada.opens_home()
    await slack.waits_until(lambda: len(web_bot.requests) > 2)
    retries = [
        (headers.get("x-slack-retry-num"), headers.get("x-slack-retry-reason"))
        for headers, _ in web_bot.requests
    ]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_error")]


async def test_an_event_is_repeated_three_times_at_most(slack: Sandbox, web_bot: WebBot, ada: Person) -> None:
    web_bot.answers = [Response(status_code=500) for _ in range(9)]
    await ada.opens_home()
    await slack.waits_until(lambda: len(web_bot.requests) > 3)
    await slack.settles()
    assert len(web_bot.requests) == 4


async def test_a_bot_may_ask_for_no_repetition(slack: Sandbox, web_bot: WebBot, ada: Person) -> None:
    web_bot.answers = [Response(status_code=500, headers={"X-Slack-No-Retry": "1"})]
    await ada.opens_home()
    await slack.settles()
    assert len(web_bot.requests) == 1


async def test_nobody_at_the_address_fails_what_the_person_did(slack: Sandbox, ada: Person) -> None:
    slack.deliver_over_http("http://127.0.0.1:9/slack/events")
    with pytest.raises(NotAcknowledgedError, match="dispatch_failed"):
        await ada.types("/keys")


async def test_bolt_takes_signed_requests_at_an_address_of_its_own() -> None:
    """By the clock of the machine, because Bolt compares the signature's time with it."""
    async with Sandbox() as slack, aiohttp.ClientSession() as session:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, session=session)
        app: Any = AsyncApp(client=client, signing_secret=slack.signing_secret)
        app.command("/form")(_open_form)
        handler = AsyncSlackRequestHandler(app)

        async def endpoint(request: Request) -> Response:
            return await handler.handle(request)

        server = HttpServer("127.0.0.1", 0)
        server.app = Starlette(routes=[Route("/slack/events", endpoint, methods=["POST"])])
        await server.start()
        slack.deliver_over_http(f"http://{server.authority}/slack/events")
        ada = slack.person("ada")
        await ada.types("/form")
        await ada.waits_until(lambda: ada.modal)
        assert [each.title for each in ada.modals] == ["By HTTP"]
        await server.stop()


async def _open_form(ack: Any, body: Json, client: Any) -> None:
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=modal(title="By HTTP"))


async def test_a_slow_bot_is_not_stopped_when_slack_hangs_up(slack: Sandbox, ada: Person) -> None:
    go_on, done = asyncio.Event(), asyncio.Event()

    async def endpoint(_: Request) -> Response:
        await go_on.wait()
        done.set()
        return Response()

    slack.deliver_over_http(Starlette(routes=[Route("/slack/events", endpoint, methods=["POST"])]))
    async with asyncio.timeout(5):
        with pytest.raises(NotAcknowledgedError, match="operation_timeout"):
            await ada.types("/keys")
    go_on.set()
    await asyncio.wait_for(done.wait(), 1)
