"""Saying something at a reply address (`response_url`): the only way a token is ever shown.

A reply address belongs to one command or press, takes five messages within 30 minutes, and works in channels
the app never joined. The client here never logs and never sends again by itself: what it carries may be a
token, and a message sent twice would be a token shown twice.
"""

import json
import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import aiohttp
from slack_sdk.models.blocks import Block
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.blocks import as_json
from core.ports import Shown

_SILENT = logging.getLogger("latchkey.silent")
_SILENT.disabled = True
_SILENT.propagate = False


async def reply(
    address: str, blocks: Sequence[Block], text: str, *, timeout: float, replace: bool = False
) -> Shown:
    """Post to one person, or replace the message that was pressed. Never raises for Slack's sake.

    `text` is what notifications and screen readers get: complete, and without any secret.
    `timeout` is in seconds.
    """
    body: dict[str, Any] = {"text": text, "blocks": as_json(blocks), "response_type": "ephemeral"}
    body["replace_original"] = replace
    return await _post(address, body, timeout)


async def _post(address: str, body: dict[str, Any], timeout: float) -> Shown:
    limits = aiohttp.ClientTimeout(total=timeout)
    try:
        async with aiohttp.ClientSession(timeout=limits) as session:
            client = AsyncWebhookClient(address, session=session, logger=_SILENT, retry_handlers=[])
            answer = await client.send_dict(body)
    except aiohttp.ClientConnectorError:
        return Shown.REFUSED  # nothing was sent
    except (aiohttp.ClientError, OSError, TimeoutError, UnicodeError):
        return Shown.UNKNOWN
    return _outcome(answer.status_code, answer.body or "")


def _outcome(status: int, body: str) -> Shown:
    """Slack answers ``ok`` or ``{"ok": true}``; a refusal is an error status or ``{"ok": false}``."""
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return Shown.REFUSED
    if status != HTTPStatus.OK:
        return Shown.UNKNOWN
    if body.strip() == "ok":
        return Shown.SHOWN
    try:
        ok = json.loads(body).get("ok")
    except (ValueError, AttributeError):
        return Shown.UNKNOWN
    return Shown.SHOWN if ok is True else Shown.REFUSED
