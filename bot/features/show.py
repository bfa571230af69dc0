"""Show: all about one integration, with what can be done about it."""

from bot.asked import Asked
from bot.browsing import carried
from bot.desk import Desk
from bot.find import integration_for
from bot.people import person
from bot.screens import Screen
from bot.sights import draw_portrait
from bot.views import permissions, portrait
from core.actor import Right

TITLE = portrait.TITLE
PERMISSIONS = permissions.TITLE
ALL_PERMISSIONS = permissions.ALL


async def draw(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    found = await integration_for(desk, asked, who, Right.SEE)
    await draw_portrait(desk, who, screen, found.id, await carried(desk, asked))


async def draw_permissions(desk: Desk, asked: Asked, screen: Screen) -> None:
    """Every permission of one that has many."""
    who = await person(desk, asked.user)
    found = await integration_for(desk, asked, who, Right.SEE)
    await screen.show(permissions.all_permissions_view(found, desk.tools.catalogue))
