"""What a listener does after it acknowledged is kept, and finished before the process stops."""

import asyncio
import gc
from datetime import timedelta

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.gate import Gate
from bot.http_mode import slack_events
from bot.tasks import Tasks, listener_tasks
from tests.bot.transport.signed import SECRET, send_to, signed
from tests.bot.transport.small_bot import Listening, Memory
from tests.databases import Clock

SOON, AT_ONCE = timedelta(seconds=2), timedelta()


class Knot:
    """Waits for something that only its own task refers to: to a garbage collector, both are garbage."""

    def __init__(self) -> None:
        self.finished = 0
        self.begun = asyncio.Event()

    async def work(self) -> None:
        loose = asyncio.get_running_loop().create_future()
        self.begun.set()
        try:
            await loose
        finally:
            self.finished += 1


async def test_a_task_that_is_held_outlives_the_garbage_collector() -> None:
    tasks, knot = Tasks(), Knot()

    async def held() -> None:
        tasks.hold()
        await knot.work()

    asyncio.ensure_future(held())  # noqa: RUF006 - that nobody keeps it is the point
    await knot.begun.wait()
    gc.collect()

    assert len(tasks) == 1
    assert knot.finished == 0
    await cancel(tasks)
    assert knot.finished == 1


async def cancel(tasks: Tasks) -> None:
    for task in list(tasks._held):
        task.cancel()
    assert await tasks.drained(SOON)


def slow_app(goes_on: asyncio.Event, done: list[str]) -> tuple[AsyncApp, Gate]:
    app = Listening(AsyncWebClient(token="xoxb-sandbox")).app

    async def on_slow(ack: AsyncAck) -> None:
        await ack()
        await goes_on.wait()
        done.append("slow")

    app.command("/slow")(on_slow)
    return app, slack_events(app, SECRET, Memory(), Clock())


async def test_stopping_waits_for_what_was_acknowledged() -> None:
    goes_on, done = asyncio.Event(), list[str]()
    app, gate = slow_app(goes_on, done)
    tasks = listener_tasks(app)

    answer = await send_to(gate, signed(b"command=%2Fslow&user_id=U1&team_id=T1"))
    gc.collect()

    assert answer.status == 200
    assert len(tasks) == 1
    assert not await tasks.drained(AT_ONCE)
    goes_on.set()
    assert await tasks.drained(SOON)
    assert done == ["slow"]
    assert len(tasks) == 0


async def test_a_listener_that_breaks_is_let_go() -> None:
    app = Listening(AsyncWebClient(token="xoxb-sandbox")).app
    gate = slack_events(app, SECRET, Memory(), Clock())
    tasks = listener_tasks(app)

    async def on_broken() -> None:
        raise RuntimeError("broken")

    app.command("/broken")(on_broken)
    await send_to(gate, signed(b"command=%2Fbroken&user_id=U1&team_id=T1"))

    assert await tasks.drained(SOON)
    assert len(tasks) == 0


async def test_work_that_begins_while_waiting_is_waited_for_as_well() -> None:
    tasks, order = Tasks(), list[str]()

    async def second() -> None:
        tasks.hold()
        order.append("second")

    async def first() -> None:
        tasks.hold()
        order.append("first")
        asyncio.ensure_future(second())  # noqa: RUF006 - it holds itself

    asyncio.ensure_future(first())  # noqa: RUF006 - it holds itself

    assert await tasks.drained(SOON)
    assert order == ["first", "second"]
