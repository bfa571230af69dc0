"""Modals: opened at once as a skeleton, because a trigger lives three seconds, then drawn."""

import asyncio
from contextlib import suppress

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View

from bot.asked import Asked
from bot.blocks import modal, prose
from bot.desk import Desk
from bot.slack_code import code_of
from bot.stack import ALONE, Drawn, Stack

log = structlog.get_logger(__name__)
WAITING = "One moment…"
DONE = "It is done. Slack could not show the details here; look at the integration to see them."
_NOT_THERE = {"not_found", "view_not_found"}
_UNTIL_IT_IS_THERE = (0.01, 0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between attempts: Slack takes about as long to take in an acknowledgement."""
_THREE_ALREADY = "push_limit_reached"
_TWICE = {"exchanged_trigger_id", "duplicate_external_id"}


class DeliveredTwice(Exception):  # noqa: N818 - not an error: Slack sent the same click again
    """The first delivery of this very click is being answered already."""


class Screen:
    """One modal that is in front of a person.

    After a form was submitted, the waiting view of the acknowledgement is on its way to Slack by another path
    than our calls, and would overwrite what was drawn too early. It therefore brings an `external_id`: until
    Slack has it, drawing by that id finds nothing, and is tried again.
    """

    def __init__(self, desk: Desk, view_id: str, external_id: str = "", *, stack: Stack = ALONE) -> None:
        self._desk = desk
        self._external_id = external_id
        self._stack = stack
        self.view_id = view_id

    async def show(self, view: View, drawn: Drawn | None = None) -> None:
        """Draw. If they closed it meanwhile, nobody is waiting for it.

        `drawn` is for screens that a change on top of them makes out of date.
        """
        view.private_metadata = self._stack._replace(this=drawn).beside(view.private_metadata or "")
        for pause in _UNTIL_IT_IS_THERE if self._external_id else ():
            if await self._drawn(view, external_id=self._external_id):
                self._external_id = ""
                return
            await asyncio.sleep(pause)
        await self._drawn(view, view_id=self.view_id)

    async def done(self, view: View) -> None:
        """Draw what has come of it. If Slack does not take it, the work is done all the same."""
        try:
            await self.show(view)
        except (SlackApiError, aiohttp.ClientError, OSError) as error:
            log.warning("result_not_drawn", error=type(error).__name__)
            with suppress(SlackApiError, aiohttp.ClientError, OSError):
                await self.show(notice("Done", DONE))

    async def _drawn(self, view: View, **which: str) -> bool:
        try:
            await self._desk.client.views_update(view=view, **which)
        except SlackApiError as error:
            if code_of(error) not in _NOT_THERE:
                raise
            return False
        return True


async def open_screen(desk: Desk, asked: Asked, title: str) -> Screen:
    """A new modal, on top of the one they are in. Raises `DeliveredTwice` for a trigger already used."""
    skeleton = waiting(title)
    put = desk.client.views_push if asked.view_is_modal else desk.client.views_open
    try:
        answer = await put(trigger_id=asked.trigger, view=skeleton)
    except SlackApiError as error:
        if code_of(error) in _TWICE:
            raise DeliveredTwice from error
        if code_of(error) != _THREE_ALREADY:
            raise
        return await _instead_of(desk, asked, skeleton)
    below = asked.stack.under(asked.view, asked.metadata) if asked.view_is_modal else ALONE
    return Screen(desk, answer["view"]["id"], stack=below)


async def _instead_of(desk: Desk, asked: Asked, skeleton: View) -> Screen:
    """Slack stacks three modals and no more: then the one they pressed in gives way."""
    screen = Screen(desk, asked.view, stack=asked.stack)
    await screen.show(skeleton)
    return screen


def waiting(title: str, sentence: str = WAITING, *, external_id: str = "") -> View:
    view = modal(title, [prose(sentence)])
    view.external_id = external_id or None
    return view


def notice(title: str, sentence: str) -> View:
    return modal(title, [prose(sentence)])
