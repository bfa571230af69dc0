"""The list and the portrait, which show how things are: drawn, and drawn again after a change."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from bot.answer import answered, on_screen
from bot.blocks import modal
from bot.browsing import look, query_of
from bot.desk import Desk
from bot.people import person
from bot.screens import Screen
from bot.stack import Drawn, Stack
from bot.views import portrait
from bot.views.fleet import Sight, fleet_blocks
from bot.views.portrait import Sitting, portrait_view
from core.actions.show import show
from core.actor import Person
from core.ports import Query

FLEET = "fleet"
FLEET_TITLE = "Integrations"
PORTRAIT = "portrait"


async def draw_fleet(
    desk: Desk, who: Person, screen: Screen, query: Query, metadata: str, *, variant: str = ""
) -> None:
    found = await look(desk, who, query)
    sight = Sight(fleet=found, user=who.id, now=desk.tools.now(), variant=variant)
    # Slack asks for a button to send wherever there is a field to fill in.
    search = "Search" if found.counts.total else None
    view = modal(FLEET_TITLE, fleet_blocks(sight), callback_id=FLEET, submit=search, metadata=metadata)
    await screen.show(view, Drawn(FLEET, (query.text, query.health or "", str(query.offset))))


async def draw_portrait(desk: Desk, who: Person, screen: Screen, integration_id: str, metadata: str) -> None:
    seen = await show(desk.tools, who, integration_id)
    sitting = Sitting(portrait=seen, user=who.id, now=desk.tools.now(), catalogue=desk.tools.catalogue)
    await screen.show(portrait_view(sitting, metadata), Drawn(PORTRAIT, (integration_id,)))


async def redraw(desk: Desk, user: str, below: Sequence[Drawn]) -> None:
    """As it is now, without raising: what became of it, such as a deletion, is said in its place."""
    for place, drawn in enumerate(below):
        again = _AGAIN.get(drawn.screen)
        if again is not None:
            title, work = again
            screen = Screen(desk, drawn.view, stack=Stack(below=tuple(below[place + 1 :])))
            await answered(work(desk, user, screen, drawn), on_screen(screen, title))


async def _fleet_again(desk: Desk, user: str, screen: Screen, drawn: Drawn) -> None:
    text, health, offset = drawn.about
    query = query_of({"text": text, "health": health}, offset=offset)
    await draw_fleet(desk, await person(desk, user), screen, query, drawn.metadata)


async def _portrait_again(desk: Desk, user: str, screen: Screen, drawn: Drawn) -> None:
    (integration_id,) = drawn.about
    await draw_portrait(desk, await person(desk, user), screen, integration_id, drawn.metadata)


_AGAIN: Mapping[str, tuple[str, Callable[[Desk, str, Screen, Drawn], Awaitable[None]]]] = {
    FLEET: (FLEET_TITLE, _fleet_again),
    PORTRAIT: (portrait.TITLE, _portrait_again),
}
