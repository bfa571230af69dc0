"""Modals: opened at once as a skeleton, because a trigger lives three seconds, then drawn."""

from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View

from bot.asked import Asked
from bot.blocks import modal, prose
from bot.desk import Desk

WAITING = "One moment…"
_TWICE = {"exchanged_trigger_id", "duplicate_external_id"}


class DeliveredTwice(Exception):  # noqa: N818 - not an error: Slack sent the same click again
    """The first delivery of this very click is being answered already."""


class Screen:
    """One modal that is in front of a person."""

    def __init__(self, desk: Desk, view_id: str) -> None:
        self._desk = desk
        self.view_id = view_id

    async def show(self, view: View) -> None:
        """Draw. If they closed it meanwhile, nobody is waiting for it."""
        try:
            await self._desk.client.views_update(view_id=self.view_id, view=view)
        except SlackApiError as error:
            if error.response.get("error") not in {"not_found", "view_not_found"}:
                raise


async def open_screen(desk: Desk, asked: Asked, title: str) -> Screen:
    """A new modal, on top of the one they are in. Raises `DeliveredTwice` for a trigger already used."""
    skeleton = waiting(title)
    put = desk.client.views_push if asked.view_is_modal else desk.client.views_open
    try:
        answer = await put(trigger_id=asked.trigger, view=skeleton)
    except SlackApiError as error:
        if error.response.get("error") in _TWICE:
            raise DeliveredTwice from error
        raise
    return Screen(desk, answer["view"]["id"])


def waiting(title: str, sentence: str = WAITING) -> View:
    return modal(title, [prose(sentence)])


def notice(title: str, sentence: str) -> View:
    return modal(title, [prose(sentence)])
