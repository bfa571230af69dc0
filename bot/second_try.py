"""Refusals after which a filled-in form is given back, with all that was typed: nothing was done yet."""

from slack_sdk.models.blocks import Block

from bot.blocks import prose
from bot.people import WhoAreYou
from bot.text import escape
from core.refusals import BadForm, NotAColleague, StorageBusy, StorageFull

CAN_BE_PUT_RIGHT = (BadForm, NotAColleague, StorageBusy, StorageFull, WhoAreYou)
"""By another choice, or by pressing again in a moment."""


def what_was_wrong(problem: str) -> list[Block]:
    return [prose(f":warning: {escape(problem)}")] if problem else []
