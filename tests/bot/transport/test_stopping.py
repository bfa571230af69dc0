"""Stopping finishes what people were told is being done, and begins nothing more."""

import asyncio
from datetime import timedelta

import pytest
from slack_bolt.async_app import AsyncAck

from bot.socket_mode import SocketMode
from sandbox import NotAcknowledgedError, Person
from tests.bot.transport.small_bot import Listening


class Slow:
    """A command that acknowledges, and then works, when the test says so."""

    def __init__(self, listening: Listening) -> None:
        self.begun, self.acknowledges, self.works = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self.done = False
        listening.app.command("/slow")(self.on_slow)

    async def on_slow(self, ack: AsyncAck) -> None:
        self.begun.set()
        await self.acknowledges.wait()
        await ack()
        await self.works.wait()
        self.done = True


async def test_stopping_finishes_what_was_acknowledged(
    connected: SocketMode, ada: Person, listening: Listening
) -> None:
    slow = Slow(listening)
    slow.acknowledges.set()
    await ada.types("/slow")

    stopping = asyncio.create_task(connected.stop())
    slow.works.set()

    assert await stopping
    assert slow.done


async def test_stopping_does_not_wait_for_ever(
    connected: SocketMode, ada: Person, listening: Listening
) -> None:
    slow = Slow(listening)
    slow.acknowledges.set()
    await ada.types("/slow")

    assert not await connected.stop(within=timedelta())

    slow.works.set()
    assert await connected.stop()


async def test_once_it_stops_it_acknowledges_what_it_has_and_takes_nothing_new(
    connected: SocketMode, ada: Person, listening: Listening
) -> None:
    slow = Slow(listening)
    slow.works.set()
    typing = asyncio.create_task(ada.types("/slow"))
    await slow.begun.wait()

    stopping = asyncio.create_task(connected.stop())
    too_late = asyncio.create_task(ada.types("/integrations list"))
    await asyncio.sleep(0)
    slow.acknowledges.set()

    await typing
    with pytest.raises(NotAcknowledgedError):
        await too_late
    assert await stopping
    assert listening.commands == []
