"""One socket of the bot: envelopes out, acknowledgements in."""

import asyncio
import json
import uuid

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.delivery.parcel import Parcel
from sandbox.errors import NotAcknowledgedError
from sandbox.json_types import Json


class Connection:
    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket
        self._unacknowledged: dict[str, asyncio.Future[Json]] = {}
        # Asked to leave, or deaf: used only while there is no better one.
        self.is_leaving = False
        self.is_deaf = False

    @property
    def peer(self) -> tuple[str, int]:
        host, port = self._websocket.scope["client"]
        return host, port

    async def say(self, message: Json) -> None:
        await self._websocket.send_text(json.dumps(message))

    async def close(self) -> None:
        await self._websocket.close()

    async def listen(self) -> None:
        """Takes acknowledgements until the bot hangs up."""
        try:
            while True:
                self._acknowledge(json.loads(await self._websocket.receive_text()))
        except WebSocketDisconnect:
            pass
        finally:
            self._give_up()

    async def send(self, parcel: Parcel, within: float) -> Json:
        envelope_id = str(uuid.uuid4())
        acknowledged = asyncio.get_running_loop().create_future()
        self._unacknowledged[envelope_id] = acknowledged
        try:
            if not self.is_deaf:
                await self.say(_envelope(envelope_id, parcel))
            return await asyncio.wait_for(acknowledged, within)
        except (TimeoutError, WebSocketDisconnect) as problem:
            raise NotAcknowledgedError("operation_timeout") from problem
        finally:
            del self._unacknowledged[envelope_id]

    def _acknowledge(self, message: Json) -> None:
        acknowledged = self._unacknowledged.get(message.get("envelope_id", ""))
        # One that comes too late finds nobody waiting: Slack has told the person already.
        if acknowledged is not None and not acknowledged.done():
            acknowledged.set_result(message.get("payload") or {})

    def _give_up(self) -> None:
        for acknowledged in self._unacknowledged.values():
            if not acknowledged.done():
                acknowledged.set_exception(NotAcknowledgedError("operation_timeout"))


def _envelope(envelope_id: str, parcel: Parcel) -> Json:
    envelope: Json = {
        "envelope_id": envelope_id,
        "type": parcel.kind,
        "payload": parcel.payload,
        "accepts_response_payload": parcel.accepts_answer,
    }
    if parcel.kind == "events_api":
        envelope |= {"retry_attempt": parcel.retry_number, "retry_reason": parcel.retry_reason}
    return envelope
