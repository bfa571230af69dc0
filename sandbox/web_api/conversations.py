"""conversations.*: direct messages, and what a bot with the scopes may read."""

import re
from typing import TypeVar

from sandbox.errors import SlackError
from sandbox.json_types import Json
from sandbox.messages import as_slack_returns
from sandbox.web_api.method import Request
from sandbox.web_api.places import visible_conversation
from sandbox.workspace import Conversation

_Item = TypeVar("_Item")
_FAMILY = {"channel": "channels", "private": "groups", "dm": "im"}
DEFAULT_PAGE = 100
LARGEST_PAGE = 1000
LARGEST_PAGE_OF_HISTORY = 999


def open_conversation(request: Request) -> Json:
    workspace = request.world.workspace
    ids = [each for each in request.text("users").split(",") if each]
    if not ids and request.args.get("channel"):
        return {"channel": {"id": visible_conversation(request).id}}
    if not ids:
        raise SlackError("users_list_not_supplied")
    if len(ids) > 1:
        raise SlackError("method_not_supported_for_channel_type")
    user = workspace.users.get(ids[0])
    if user is None or user.is_bot:
        raise SlackError("user_not_found")
    if user.deleted:
        raise SlackError("user_disabled")
    request.require_scope("im:write")
    channel = workspace.direct_message(user.id)
    return {"channel": _facts(request, channel) if request.flag("return_im") else {"id": channel.id}}


def info(request: Request) -> Json:
    conversation = _readable(request, "read")
    return {"channel": _facts(request, conversation)}


def members(request: Request) -> Json:
    conversation = _readable(request, "read")
    page, cursor = _page(request, sorted(conversation.members))
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def history(request: Request) -> Json:
    """Newest first. Ephemeral messages cannot be read back by anyone."""
    conversation = _readable(request, "history")
    world = request.world
    if not world.workspace.bot_is_in(conversation):
        raise SlackError("not_in_channel")
    oldest, latest = _instant(request, "oldest", "0"), _instant(request, "latest", "9999999999.999999")
    inclusive = request.flag("inclusive")
    found = [
        as_slack_returns(message, with_metadata=request.flag("include_all_metadata"))
        for message in reversed(list(world.board))
        if message.conversation is conversation
        and message.shown
        and not message.is_ephemeral
        and message.thread_ts in (None, message.ts)
        and (oldest < message.ts < latest or (inclusive and message.ts in (oldest, latest)))
    ]
    page, cursor = _page(request, found, LARGEST_PAGE_OF_HISTORY)
    more = {"response_metadata": {"next_cursor": cursor}} if cursor else {}
    return {"messages": page, "has_more": bool(cursor), "pin_count": 0} | more


def _readable(request: Request, right: str) -> Conversation:
    conversation = visible_conversation(request)
    request.require_scope(f"{_FAMILY[conversation.kind]}:{right}")
    return conversation


def _instant(request: Request, name: str, default: str) -> str:
    """A ts, or the Unix time that its first part is."""
    given = request.text(name)
    if given and not re.fullmatch(r"\d{1,10}(\.\d{1,6})?", given):
        raise SlackError(f"invalid_ts_{name}")
    return given or default


def _page(request: Request, items: list[_Item], largest: int = LARGEST_PAGE) -> tuple[list[_Item], str]:
    """One page, and the cursor for the next one if there is more."""
    try:
        start = int(request.text("cursor") or 0)
        limit = int(request.text("limit") or DEFAULT_PAGE)
    except ValueError as problem:
        raise SlackError("invalid_cursor") from problem
    if not 0 < limit <= largest:
        raise SlackError("invalid_limit")
    end = start + limit
    return items[start:end], str(end) if end < len(items) else ""


def _facts(request: Request, conversation: Conversation) -> Json:
    world = request.world
    facts: Json = {
        "id": conversation.id,
        "is_channel": conversation.kind == "channel",
        "is_group": conversation.kind == "private",
        "is_im": conversation.kind == "dm",
        "is_mpim": False,
        "is_private": conversation.kind != "channel",
        "is_archived": conversation.is_archived,
        "is_ext_shared": conversation.is_shared,
        "is_shared": conversation.is_shared,
        "context_team_id": world.workspace.team_id,
    }
    if conversation.kind == "dm":
        other = next(iter(conversation.members - {world.workspace.bot.id}))
        return facts | {"user": other, "is_open": True}
    facts |= {"name": conversation.name, "is_member": world.workspace.bot_is_in(conversation)}
    if request.flag("include_num_members"):
        facts["num_members"] = len(conversation.members)
    return facts
