"""Show: all about one integration, with what can be done about it."""

from bot.asked import Asked
from bot.browsing import carried
from bot.desk import Desk
from bot.find import integration_for
from bot.people import person
from bot.screens import Screen
from bot.views import permissions, portrait
from bot.views.portrait import Sitting, portrait_view
from core.actions.show import show
from core.actor import Right

TITLE = portrait.TITLE
PERMISSIONS = permissions.TITLE
ALL_PERMISSIONS = permissions.ALL


async def draw(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    found = await integration_for(desk, asked, who, Right.SEE)
    seen = await show(desk.tools, who, integration_id=found.id)
    sitting = Sitting(portrait=seen, user=who.id, now=desk.tools.now(), catalogue=desk.tools.catalogue)
    await screen.show(portrait_view(sitting, await carried(desk, asked)))


async def draw_permissions(desk: Desk, asked: Asked, screen: Screen) -> None:
    """Every permission of one that has many."""
    who = await person(desk, asked.user)
    found = await integration_for(desk, asked, who, Right.SEE)
    await screen.show(permissions.all_permissions_view(found, desk.tools.catalogue))
