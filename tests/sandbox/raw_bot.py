"""A bot without a framework: sees each envelope as it is, acknowledges as a test wants."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from sandbox import Sandbox

Json = dict[str, Any]
# A deaf peer answers no goodbye either.
CLOSE_SECONDS = 0.1
# A test's answer to an envelope: the payload of the acknowledgement, or None to keep silent.
Answer = Callable[[Json], Json | None]


def acknowledge(_: Json) -> Json | None:
    return {}


def keep_silent(_: Json) -> Json | None:
    return None


class RawBot:
    def __init__(self, slack: Sandbox, client: AsyncWebClient) -> None:
        self.slack = slack
        self.client = client
        self.hello: Json = {}
        self.envelopes: list[Json] = []
        self.disconnects: list[Json] = []
        self.answer: Answer = acknowledge
        self._socket: ClientConnection | None = None
        self._listening: asyncio.Task[None] | None = None

    @property
    def payloads(self) -> list[Json]:
        return [envelope["payload"] for envelope in self.envelopes]

    @property
    def last(self) -> Json:
        return self.payloads[-1]

    async def address(self) -> str:
        answer = await self.client.apps_connections_open(app_token=self.slack.app_token)
        return str(answer["url"])

    async def connects(self) -> "RawBot":
        self._socket = await connect(await self.address(), close_timeout=CLOSE_SECONDS)
        self.hello = json.loads(await self._socket.recv())
        self._listening = asyncio.create_task(self._listen(self._socket))
        return self

    async def _listen(self, socket: ClientConnection) -> None:
        try:
            async for text in socket:
                message = json.loads(text)
                if message["type"] == "disconnect":
                    self.disconnects.append(message)
                    continue
                self.envelopes.append(message)
                answer = self.answer(message)
                if answer is not None:
                    payload = {"payload": answer} if answer else {}
                    await socket.send(json.dumps({"envelope_id": message["envelope_id"]} | payload))
        except ConnectionClosed:
            return

    async def until_closed(self) -> None:
        if self._listening is not None:
            await self._listening

    async def leaves(self) -> None:
        if self._socket is not None:
            await self._socket.close()
        await self.until_closed()
