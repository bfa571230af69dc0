"""Everything the page shows to one person, as JSON."""

from sandbox.json_types import Json
from sandbox.messages import Message
from sandbox.views import View
from sandbox.workspace import Conversation, User
from sandbox.world import World


def people(world: World) -> Json:
    """Who there is to be, and what the app offers."""
    workspace = world.workspace
    return {
        "team": {"id": workspace.team_id, "name": workspace.team_name},
        "app": _app(world),
        "people": [_person(user) for user in workspace.users.values() if not user.is_bot],
    }


def _app(world: World) -> Json:
    app = world.app
    return {
        "name": app.name,
        "user_id": world.workspace.bot.id,
        "home_enabled": app.home_tab,
        "commands": [_only(each, "command", "description", "usage_hint") for each in app.commands or ()],
        "shortcuts": [
            _only(each, "type", "callback_id", "name", "description") for each in app.shortcuts or ()
        ],
    }


def _person(user: User) -> Json:
    return _only(user, "id", "key", "name", "role_label", "tz", "avatar_color") | {"team": user.team_id}


def _only(thing: object, *names: str) -> Json:
    return {name: getattr(thing, name) for name in names}


def snapshot(world: World, user_id: str) -> Json:
    conversations = world.workspace.conversations_of(user_id)
    visible = world.board.visible_to(user_id)
    messages = {
        each.id: [_message(world, message) for message in visible if message.conversation is each]
        for each in conversations
    }
    home = world.views.home(user_id)
    return {
        "type": "snapshot",
        "me": user_id,
        "now": world.clock().isoformat(),
        "conversations": [_conversation(world, user_id, each, visible) for each in conversations],
        "messages": messages,
        "modals": [_modal(world, view) for view in world.views.stack(user_id)],
        "home": world.held(home) if home else None,
        "notices": [
            {"id": each.id, "level": each.level, "text": each.text} for each in world.notices.of(user_id)
        ],
        "connected": world.courier.transport.connected,
        "faults": world.faults.describe(),
        "problems": list(world.record.problems),
    }


def _conversation(world: World, user_id: str, each: Conversation, visible: list[Message]) -> Json:
    seen = world.last_seen.get(user_id, {}).get(each.id, "0")
    unread = [m for m in visible if m.conversation is each and m.ts > seen and m.user_id != user_id]
    return {
        "id": each.id,
        "name": world.app.name if each.kind == "dm" else each.name,
        "kind": each.kind,
        "bot_member": world.workspace.bot_is_in(each),
        "is_archived": each.is_archived,
        "unread": len(unread),
    }


def _message(world: World, message: Message) -> Json:
    author = "Slackbot" if message.is_tombstone else world.workspace.users[message.user_id].name
    return {
        "ts": message.ts,
        "time": float(message.ts),
        "user": None if message.from_bot else message.user_id,
        "bot": message.from_bot,
        "name": author,
        "text": message.text,
        "blocks": message.blocks,
        "attachments": message.attachments,
        "files": [_only(file, "name", "content") for file in message.files],
        "ephemeral": message.is_ephemeral,
        "edited": message.edited_ts is not None,
        "reply_count": len(world.board.replies_to(message)),
        "thread_ts": message.thread_ts,
    }


def _modal(world: World, view: View) -> Json:
    return {
        "id": view.id,
        "view": world.held(view),
        "values": view.values,
        "errors": view.errors,
        "busy": view.busy,
    }
