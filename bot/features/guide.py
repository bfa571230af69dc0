"""The guide, opened from the help, from Home and from an empty list; its pages are turned in place."""

from bot.asked import Asked
from bot.desk import Desk
from bot.screens import Screen
from bot.views.guide import TITLE, guide_view

__all__ = ["TITLE", "draw", "on_turn"]
_DIGITS = 3


async def draw(desk: Desk, _asked: Asked, screen: Screen) -> None:
    await screen.show(guide_view(desk.command, 0))


async def on_turn(desk: Desk, asked: Asked) -> None:
    await Screen(desk, asked.view).show(guide_view(desk.command, _page(asked.value)))


def _page(value: str) -> int:
    """Anybody may have written it."""
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= _DIGITS else 0
