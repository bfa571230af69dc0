"""A refusal becomes its sentence, a breakage a reference to quote. Nothing escapes a listener.

If an exception left a listener after its acknowledgement, Bolt would take the acknowledgement back, and
Slack would show an error although the work may have been done.
"""

import secrets
from collections.abc import Awaitable, Callable

import structlog
from slack_sdk.errors import SlackApiError

from bot.asked import Asked
from bot.blocks import prose
from bot.desk import Desk
from bot.reply import reply
from bot.screens import DeliveredTwice, Screen, notice
from bot.slack_code import code_of
from bot.text import bold, escape, moment, someone
from core.refusals import Overtaken, Refused
from core.reminders.refusals import InHand

log = structlog.get_logger(__name__)
Say = Callable[[str], Awaitable[None]]
_LATE = {"expired_trigger_id", "trigger_expired"}
TOO_LATE = "Slack took too long to open that, so nothing was done. Please try again."


async def answered(work: Awaitable[None], say: Say) -> None:
    """Await `work`; whatever goes wrong is said to the person, and the details only go to the log."""
    try:
        await work
    except DeliveredTwice:
        log.info("delivered_twice")
    except Refused as refusal:
        await _said(say, sentence(refusal))
    except SlackApiError as error:
        await _said(say, TOO_LATE if code_of(error) in _LATE else _breakage(error))
    except Exception as error:  # noqa: BLE001 - the last resort, see above
        await _said(say, _breakage(error))


def sentence(refusal: Refused) -> str:
    """In words for Slack, where people and times can be shown."""
    if isinstance(refusal, Overtaken):
        return (
            f"{someone(refusal.by)} changed {bold(refusal.name)} {moment(refusal.at)}, "
            "after you opened this. Nothing was done. Please look again."
        )
    if isinstance(refusal, InHand):
        return f"{someone(refusal.by)} has {bold(refusal.name)} in hand already."
    return escape(str(refusal))


def _breakage(error: Exception) -> str:
    reference = secrets.token_hex(4)
    log.error("breakage", reference=reference, exc_info=error)
    return (
        "Something broke, and it is our fault. What worked before still works. "
        "Look whether it was done before you try again. "
        f"Quote `{reference}` when you ask for help."
    )


async def _said(say: Say, words: str) -> None:
    try:
        await say(words)
    except Exception:
        log.exception("could_not_say")


def on_screen(screen: Screen, title: str) -> Say:
    async def say(words: str) -> None:
        await screen.show(notice(title, words))

    return say


def to_person(desk: Desk, asked: Asked) -> Say:
    """Where they are: at the reply address, else in a modal, else by direct message."""

    async def say(words: str) -> None:
        if asked.reply_to is not None:
            await reply(asked.reply_to, [prose(words)], words, timeout=desk.reply_timeout)
            return
        try:
            put = desk.client.views_push if asked.view_is_modal else desk.client.views_open
            await put(trigger_id=asked.trigger, view=notice("Latchkey", words))
        except SlackApiError:
            await desk.client.chat_postMessage(channel=asked.user, text=words, blocks=[prose(words)])

    return say
