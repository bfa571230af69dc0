"""Events: sent only to an app that subscribed to them and may know."""

from sandbox import payloads
from sandbox.json_types import Json
from sandbox.messages import Message, as_slack_returns
from sandbox.workspace import User
from sandbox.world import World

# event type -> scope without which Slack does not send it
NEEDED_SCOPES = {
    "user_change": "users:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
}
# kind of conversation -> what an app subscribes to, and what the event calls the kind
MESSAGES = {
    "channel": ("message.channels", "channel"),
    "private": ("message.groups", "group"),
    "dm": ("message.im", "im"),
}


async def announce(world: World, subscription: str, body: Json) -> None:
    if subscription not in world.app.events:
        return
    if NEEDED_SCOPES.get(subscription, "") not in world.scopes | {""}:
        return
    await world.courier.announce(payloads.event(world, body))


def announce_later(world: World, subscription: str, body: Json) -> None:
    """The same for what no person waits for."""
    world.courier.in_background(announce(world, subscription, body))


async def app_home_opened(world: World, user: User, tab: str) -> None:
    channel = world.workspace.direct_message(user.id)
    body: Json = {"type": "app_home_opened", "user": user.id, "channel": channel.id, "tab": tab}
    home = world.views.home(user.id)
    if tab == "home" and home is not None:
        body["view"] = world.held(home)
    await announce(world, "app_home_opened", body)


async def message_posted(world: World, message: Message) -> None:
    """By anybody, the app itself included."""
    subtype = {"subtype": "file_share"} if message.files else {}
    await _about_message(world, message, as_told(world, message) | subtype)


async def message_changed(world: World, message: Message, before: Json) -> None:
    now = as_told(world, message)
    body = {"subtype": "message_changed", "message": now, "previous_message": before, "hidden": True}
    await _about_message(world, message, body | {"ts": world.ids.ts(world.clock())})


async def message_deleted(world: World, message: Message) -> None:
    body = {"subtype": "message_deleted", "deleted_ts": message.ts, "hidden": True}
    gone = {"previous_message": as_told(world, message), "ts": world.ids.ts(world.clock())}
    await _about_message(world, message, body | gone)


def as_told(world: World, message: Message) -> Json:
    """The message as events carry it. What people type comes as text and as rich text."""
    if message.is_tombstone:
        return as_slack_returns(message)
    body = as_slack_returns(message, with_metadata=True) | {"team": world.workspace.team_id}
    if message.from_bot:
        return body | {"bot_id": world.credentials.bot_id, "app_id": world.credentials.app_id}
    typed = {"type": "rich_text_section", "elements": [{"type": "text", "text": message.text}]}
    return body | ({"blocks": [{"type": "rich_text", "elements": [typed]}]} if message.text else {})


async def _about_message(world: World, message: Message, body: Json) -> None:
    """An app hears of the conversations it is in. What only one person sees is nobody else's business."""
    conversation = message.conversation
    if message.is_ephemeral or not message.shown or not world.workspace.bot_is_in(conversation):
        return
    subscription, kind = MESSAGES[conversation.kind]
    where = {"type": "message", "channel": conversation.id, "channel_type": kind}
    await announce(world, subscription, body | where)


def user_change(world: World, user: User) -> None:
    facts = user.facts(world.clock())
    announce_later(world, "user_change", {"type": "user_change", "user": facts})


async def uninstalled(world: World) -> None:
    await announce(world, "app_uninstalled", {"type": "app_uninstalled"})
    tokens = {"oauth": [], "bot": [world.workspace.bot.id]}
    await announce(world, "tokens_revoked", {"type": "tokens_revoked", "tokens": tokens})
