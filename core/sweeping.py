"""Sweeps of the clock: many places, each by itself, and looked at without a lock before anything is done.

What breaks at one place is told to `tools.failed` and keeps nobody from the others.
"""

from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Sequence
from typing import Protocol, TypeVar

from core.ports import Reading, Tools, Transaction
from core.refusals import Refused


class Somewhere(Protocol):
    @property
    def tenant(self) -> str: ...


Where = TypeVar("Where")
Placed = TypeVar("Placed", bound=Somewhere)
Found = TypeVar("Found")
Done = TypeVar("Done")
Look = Callable[[Tools, Reading, Placed], Awaitable[Found | None]]
"""What is called for at a place; None where nothing is."""
Act = Callable[[Tools, Transaction, Found], Awaitable[Done]]


async def paged(fetch: Callable[[Where | None], Awaitable[Sequence[Where]]]) -> AsyncIterator[Where]:
    """One after the other, without holding them all; `fetch` gives the page after a place."""
    last: Where | None = None
    while page := await fetch(last):
        for place in page:
            yield place
        last = page[-1]


async def each_by_itself(
    tools: Tools, places: AsyncIterable[Where], work: Callable[[Where], Awaitable[Done]]
) -> list[Done]:
    """What came of it, but for where it was refused (gone, or somebody was faster) or broke."""
    done = []
    async for place in places:
        try:
            done.append(await work(place))
        except Refused:  # there is another run
            continue
        except Exception as error:  # noqa: BLE001 - whatever it is: the others must not wait for it
            tools.failed(place, error)
    return done


async def sweep(
    tools: Tools, places: AsyncIterable[Placed], look: Look[Placed, Found], act: Act[Found, Done]
) -> list[Done]:
    """Act where something is called for. Gives what came of it."""

    async def work(place: Placed) -> Done | None:
        return await look_then_act(tools, place, look, act)

    return [each for each in await each_by_itself(tools, places, work) if each is not None]


async def due(tools: Tools, places: AsyncIterable[Placed], look: Look[Placed, Found]) -> int:
    """At how many places something is called for."""

    async def work(place: Placed) -> bool:
        async with tools.store.reading(place.tenant) as reading:
            return await look(tools, reading, place) is not None

    return sum(await each_by_itself(tools, places, work))


async def look_then_act(
    tools: Tools, place: Placed, look: Look[Placed, Found], act: Act[Found, Done]
) -> Done | None:
    """Mostly nothing is called for, and seeing that takes no lock. Seen again once it is held."""
    async with tools.store.reading(place.tenant) as reading:
        if await look(tools, reading, place) is None:
            return None
    async with tools.store.transaction(place.tenant) as tx:
        found = await look(tools, tx, place)
        return await act(tools, tx, found) if found is not None else None
