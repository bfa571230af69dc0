"""What people read in a message of Slack's, as one text to look for tokens in. It is kept nowhere."""

from collections.abc import Iterator, Mapping
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.desk import Desk
from bot.slack_code import code_of

MOST_FILES = 10
"""Slack's own limit for one message."""
_SHOWN = ("text", "blocks", "attachments", "files")
_TEXTUAL = {"snippet", "post"}

log = structlog.get_logger(__name__)


def words_in(message: Mapping[str, Any]) -> str:
    """Its text, blocks, attachments, and of its files what Slack shows of them."""
    return "\n".join(_texts([message.get(part) for part in _SHOWN]))


def _texts(thing: object) -> Iterator[str]:
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, list):
        for each in thing:
            yield from _texts(each)
    elif isinstance(thing, Mapping):
        for each in thing.values():
            yield from _texts(each)
        # Of rich text, what is partly bold stands in several elements, and is one word to those who read it.
        elements = thing.get("elements")
        if isinstance(elements, list):
            yield "".join(_texts([each.get("text") for each in elements if isinstance(each, Mapping)]))


async def files_of(desk: Desk, message: Mapping[str, Any]) -> str:
    """The text files of a message, as far as Slack gives them as text. Without the scope for it, nothing."""
    files = [each for each in message.get("files") or () if _is_text(each)]
    return "\n".join([await _content(desk, str(each["id"])) for each in files[:MOST_FILES]])


def _is_text(file: Mapping[str, Any]) -> bool:
    hidden = file.get("file_access") == "check_file_info"
    return hidden or file.get("mode") in _TEXTUAL or str(file.get("mimetype", "")).startswith("text/")


async def _content(desk: Desk, file_id: str) -> str:
    try:
        answer = await desk.client.files_info(file=file_id)
    except SlackApiError as error:
        log.info("file_not_read", error=code_of(error))
        return ""
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        log.info("file_not_read", error=type(error).__name__)
        return ""
    return "\n".join(_texts([answer.get("content"), (answer.get("file") or {}).get("preview")]))
