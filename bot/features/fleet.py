"""The list: which integrations there are and how they do; searched, filtered, a page at a time."""

from collections.abc import Mapping

from bot import sights
from bot.asked import Asked
from bot.browsing import carried, query_of
from bot.commands import Verb
from bot.desk import Desk
from bot.features import home
from bot.listeners import Pressed, nothing_to_check, opened
from bot.people import person
from bot.screens import Screen
from bot.sights import draw_fleet
from bot.views.menus import parse_choice
from core.ports import Query
from core.refusals import FormExpired

FORM = sights.FLEET
TITLE = sights.FLEET_TITLE
DOING = "Searching…"
check = nothing_to_check


async def draw(desk: Desk, asked: Asked, screen: Screen) -> None:
    """The first page. What was typed after the verb is searched for."""
    await _show(desk, asked, screen, query_of({"text": asked.words}))


async def submit(desk: Desk, asked: Asked, screen: Screen) -> None:
    """*Search*, for those who do not press Enter."""
    await _show(desk, asked, screen, query_of(asked.filled_in), asked.metadata)


async def on_filter(desk: Desk, asked: Asked) -> None:
    await _again(desk, asked, query_of(asked.filled_in))


async def on_turn(desk: Desk, asked: Asked) -> None:
    await _again(desk, asked, query_of(asked.filled_in, offset=asked.value))


async def on_show_all(desk: Desk, asked: Asked) -> None:
    await _again(desk, asked, query_of({}), variant=desk.tools.new_id())


async def _again(desk: Desk, asked: Asked, query: Query, *, variant: str = "") -> None:
    """In the place where it was pressed: the modal, or the Home tab."""
    if asked.view_is_modal:
        screen = Screen(desk, asked.view, stack=asked.stack)
        await _show(desk, asked, screen, query, asked.metadata, variant=variant)
    else:
        await home.draw(desk, asked.user, query)


async def _show(
    desk: Desk, asked: Asked, screen: Screen, query: Query, metadata: str | None = None, *, variant: str = ""
) -> None:
    who = await person(desk, asked.user)
    if metadata is None:
        metadata = await carried(desk, asked)
    await draw_fleet(desk, who, screen, query, metadata, variant=variant)


def chosen(verbs: Mapping[str, Verb]) -> Pressed:
    """A choice of a row's menu, or a button that opens what a verb opens: goes on with that verb."""

    async def go_on(desk: Desk, asked: Asked) -> None:
        word, about = parse_choice(asked.value)
        verb = verbs.get(word)
        if verb is None:
            raise FormExpired
        await opened(desk, asked.about(about), verb.title, verb.work)

    return go_on
