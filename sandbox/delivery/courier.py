"""Brings each parcel to the bot once, or as often as a fault or Slack's rules for events say."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace

from sandbox.delivery.parcel import Kind, Parcel, Transport
from sandbox.errors import NotAcknowledgedError
from sandbox.faults import Faults
from sandbox.json_types import Json

# Seconds before the first, second and third repetition of an event nobody acknowledged.
EVENT_RETRIES = (0.0, 60.0, 300.0)


class Courier:
    transport: Transport

    def __init__(
        self,
        transport: Transport,
        faults: Faults,
        retries: Sequence[float],
        changed: Callable[[], None],
    ) -> None:
        self._used: list[Transport] = []
        self.use(transport)
        self._faults = faults
        self._retries = retries
        self._changed = changed
        self._underway: set[asyncio.Task[None]] = set()

    async def deliver(self, kind: Kind, payload: Json, *, accepts_answer: bool = False) -> Json:
        """What a person did. Slack never repeats these: the person would."""
        parcel = Parcel(kind, payload, accepts_answer)
        too_late = self._faults.take_delivery("late_ack")
        answer = await self._send(parcel)
        if too_late:
            raise NotAcknowledgedError("operation_timeout")
        return answer

    async def announce(self, payload: Json) -> None:
        """An event: comes back after its first try, the repetitions go on behind."""
        parcel = Parcel("events_api", payload)
        reason = await self._try_event(parcel)
        if reason:
            self.in_background(self._repeat(parcel, reason))

    def in_background(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._underway.add(task)
        task.add_done_callback(self._underway.discard)

    def use(self, transport: Transport) -> None:
        """From now on. What was used before is closed with the rest."""
        self._used.append(transport)
        self.transport = transport

    async def settles(self) -> None:
        """Until nothing is on its way any more: no event, no repetition of one."""
        while self._underway:
            await asyncio.wait(self._underway)

    async def stop(self) -> None:
        for task in self._underway:
            task.cancel()
        await asyncio.gather(*self._underway, return_exceptions=True)
        for transport in self._used:
            await transport.close()

    async def _send(self, parcel: Parcel) -> Json:
        if not self._faults.take_delivery("twice"):
            return await self._once(parcel)
        again = replace(parcel, retry_number=1, retry_reason="timeout")
        first, second = await asyncio.gather(
            self._once(parcel),
            self._once(again if parcel.kind == "events_api" else parcel),
            return_exceptions=True,
        )
        answer = second if isinstance(first, BaseException) else first
        if isinstance(answer, BaseException):
            raise answer
        return answer

    async def _once(self, parcel: Parcel) -> Json:
        try:
            return await self.transport.send(parcel)
        finally:
            self._changed()

    async def _try_event(self, parcel: Parcel) -> str:
        """Empty once it is acknowledged or the bot wants no more of it, else the reason to try again."""
        try:
            await self._send(parcel)
        except NotAcknowledgedError as refusal:
            return refusal.retry_reason
        return ""

    async def _repeat(self, parcel: Parcel, reason: str) -> None:
        for number, pause in enumerate(self._retries, start=1):
            await asyncio.sleep(pause)
            reason = await self._try_event(replace(parcel, retry_number=number, retry_reason=reason))
            if not reason:
                return
