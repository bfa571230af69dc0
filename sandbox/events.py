"""Events: sent only to an app that subscribed to them and may know."""

from sandbox import payloads
from sandbox.json_types import Json
from sandbox.messages import Message
from sandbox.workspace import User
from sandbox.world import World

# event type -> scope without which Slack does not send it
NEEDED_SCOPES = {"user_change": "users:read", "message.im": "im:history"}


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


async def message_to_app(world: World, message: Message) -> None:
    body = {
        "type": "message",
        "channel_type": "im",
        "channel": message.conversation.id,
        "user": message.user_id,
        "text": message.text,
        "ts": message.ts,
        "team": world.workspace.team_id,
    }
    await announce(world, "message.im", body)


def user_change(world: World, user: User) -> None:
    facts = user.facts(world.clock())
    announce_later(world, "user_change", {"type": "user_change", "user": facts})


async def uninstalled(world: World) -> None:
    await announce(world, "app_uninstalled", {"type": "app_uninstalled"})
    tokens = {"oauth": [], "bot": [world.workspace.bot.id]}
    await announce(world, "tokens_revoked", {"type": "tokens_revoked", "tokens": tokens})
