"""Buttons and forms that nothing here knows any more, for example from before an upgrade."""

from bot.asked import Asked
from bot.desk import Desk
from bot.screens import Screen
from core.refusals import FormExpired

TITLE = "Too old"


async def on_press(_desk: Desk, _asked: Asked) -> None:
    raise FormExpired


async def check(_desk: Desk, _asked: Asked) -> None:
    raise FormExpired


async def submit(_desk: Desk, _asked: Asked, _screen: Screen) -> None:
    raise FormExpired
