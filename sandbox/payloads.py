"""What the bot is told: the payloads of commands, presses, submissions and events."""

from sandbox.app_definition import Command
from sandbox.elements import values_of
from sandbox.json_types import Json
from sandbox.messages import Message, as_slack_returns
from sandbox.views import View
from sandbox.workspace import Conversation, User
from sandbox.world import World


def command(world: World, user: User, conversation: Conversation, called: Command, text: str) -> Json:
    return {
        "token": world.credentials.verification_token,
        "team_id": user.team_id,
        "team_domain": _domain(world, user),
        "channel_id": conversation.id,
        "channel_name": conversation.mentioned_as,
        "user_id": user.id,
        "user_name": user.key,
        "command": called.command,
        "text": text,
        "api_app_id": world.credentials.app_id,
        "is_enterprise_install": str(world.credentials.org_wide).lower(),
        **({"enterprise_id": world.enterprise_id, "enterprise_name": "Org"} if world.enterprise_id else {}),
        "response_url": world.response_urls.issue(user.id, conversation.id),
        "trigger_id": world.triggers.issue(user.id),
    }


def _common(world: World, user: User, type_: str) -> Json:
    return {
        "type": type_,
        "token": world.credentials.verification_token,
        "api_app_id": world.credentials.app_id,
        "team": {"id": user.team_id, "domain": _domain(world, user)},
        "user": {"id": user.id, "username": user.key, "name": user.key, "team_id": user.team_id},
        "is_enterprise_install": world.credentials.org_wide,
        "enterprise": {"id": world.enterprise_id, "name": "Org"} if world.enterprise_id else None,
    }


def _domain(world: World, user: User) -> str:
    return "other-team" if user.is_stranger else world.workspace.team_domain


def message_action(world: World, user: User, message: Message, action: Json) -> Json:
    """A press on a message. The app is not told what an ephemeral message says."""
    channel = message.conversation
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.is_ephemeral,
    }
    payload = _common(world, user, "block_actions") | {
        "container": container | ({"thread_ts": message.thread_ts} if message.thread_ts else {}),
        "channel": {"id": channel.id, "name": channel.mentioned_as},
        "trigger_id": world.triggers.issue(user.id),
        "response_url": world.response_urls.issue(user.id, channel.id, message),
        "state": {"values": values_of(message.blocks, message.values.get(user.id))},
        "actions": [action],
    }
    if not message.is_ephemeral:
        payload["message"] = as_slack_returns(message)
    return payload


def view_action(world: World, user: User, view: View, action: Json) -> Json:
    return _common(world, user, "block_actions") | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": world.triggers.issue(user.id, view.id),
        "view": world.held(view),
        "actions": [action],
    }


def view_submission(world: World, user: User, view: View) -> Json:
    return _common(world, user, "view_submission") | {
        "trigger_id": world.triggers.issue(user.id, view.id),
        "view": world.held(view),
        "response_urls": list(_response_urls(world, user, view)),
    }


def _response_urls(world: World, user: User, view: View) -> list[Json]:
    """One address for each conversation picked where the app asked for `response_url_enabled`."""
    found = []
    for block in view.blocks:
        element = block.get("element") or {}
        if block["type"] != "input" or not element.get("response_url_enabled"):
            continue
        state = view.values[block["block_id"]][element["action_id"]]
        channel_id = state.get("selected_conversation") or state.get("selected_channel")
        if channel_id:
            where = {"block_id": block["block_id"], "action_id": element["action_id"]}
            url = world.response_urls.issue(user.id, channel_id)
            found.append(where | {"channel_id": channel_id, "response_url": url})
    return found


def view_closed(world: World, user: User, view: View, *, is_cleared: bool) -> Json:
    closed = {"view": world.held(view), "is_cleared": is_cleared}
    return _common(world, user, "view_closed") | closed


def suggestion(world: World, user: User, where: Json, block_id: str, action_id: str, value: str) -> Json:
    wanted = {"block_id": block_id, "action_id": action_id, "value": value}
    return _common(world, user, "block_suggestion") | where | wanted


def shortcut(world: World, user: User, callback_id: str) -> Json:
    return _common(world, user, "shortcut") | {
        "callback_id": callback_id,
        "trigger_id": world.triggers.issue(user.id),
        "action_ts": world.ids.ts(world.clock()),
    }


def message_shortcut(world: World, user: User, callback_id: str, message: Message) -> Json:
    channel = message.conversation
    return _common(world, user, "message_action") | {
        "callback_id": callback_id,
        "trigger_id": world.triggers.issue(user.id),
        "action_ts": world.ids.ts(world.clock()),
        "response_url": world.response_urls.issue(user.id, channel.id),
        "message_ts": message.ts,
        "channel": {"id": channel.id, "name": channel.mentioned_as},
        "message": as_slack_returns(message),
    }


def event(world: World, body: Json) -> Json:
    now = world.clock()
    return {
        "token": world.credentials.verification_token,
        "team_id": world.workspace.team_id,
        "api_app_id": world.credentials.app_id,
        "event": body | {"event_ts": world.ids.ts(now)},
        "type": "event_callback",
        "event_id": world.ids.next("Ev"),
        "event_time": int(now.timestamp()),
        "authorizations": [
            {
                "enterprise_id": world.enterprise_id,
                "team_id": world.workspace.team_id,
                "user_id": world.workspace.bot.id,
                "is_bot": True,
                "is_enterprise_install": world.credentials.org_wide,
            }
        ],
        "is_ext_shared_channel": False,
    }
