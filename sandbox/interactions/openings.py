"""A person opens something: a shortcut, the Home tab, a conversation with the app, a menu of suggestions."""

from sandbox import events, payloads
from sandbox.elements import find
from sandbox.errors import NotPossibleError
from sandbox.interactions.telling import tell_the_bot
from sandbox.json_types import Json
from sandbox.messages import Message, as_slack_returns
from sandbox.views import View
from sandbox.workspace import Conversation, User
from sandbox.world import World


async def use_shortcut(world: World, user: User, callback_id: str) -> None:
    if world.app.shortcut(callback_id, "global") is None:
        raise NotPossibleError(f"the app has no shortcut {callback_id}")
    await tell_the_bot(world, user, payloads.shortcut(world, user, callback_id))


async def use_message_shortcut(world: World, user: User, callback_id: str, message: Message) -> None:
    if world.app.shortcut(callback_id, "message") is None:
        raise NotPossibleError(f"the app has no message shortcut {callback_id}")
    if message.is_ephemeral or not message.visible_to(user.id):
        raise NotPossibleError("Slack offers shortcuts on messages that stay only")
    await tell_the_bot(world, user, payloads.message_shortcut(world, user, callback_id, message))


async def open_home(world: World, user: User) -> None:
    if not world.app.home_tab:
        raise NotPossibleError("the app has no Home tab")
    await events.app_home_opened(world, user, "home")


async def open_direct_message(world: World, user: User) -> Conversation:
    conversation = world.workspace.direct_message(user.id)
    look_at(world, user, conversation)
    await events.app_home_opened(world, user, "messages")
    return conversation


def look_at(world: World, user: User, conversation: Conversation) -> None:
    """She has seen what is there."""
    world.last_seen.setdefault(user.id, {})[conversation.id] = world.ids.ts(world.clock())
    world.changed()


def reload(world: World, user: User) -> None:
    """The client starts afresh: ephemeral messages and open modals are gone, and nobody is told."""
    world.board.forget_ephemerals_of(user.id)
    world.views.clear(user.id)
    world.changed()


async def suggestions(
    world: World, user: User, place: Message | View, key: tuple[str, str], typed: str
) -> Json:
    """What the bot offers in a menu that is filled while somebody types: `options` or `option_groups`."""
    placed = find(place.blocks, *key)
    if placed is None or not placed.element["type"].endswith("external_select"):
        raise NotPossibleError("there is no such menu here")
    where: Json
    if isinstance(place, View):
        where = {"container": {"type": "view", "view_id": place.id}, "view": world.held(place)}
    else:
        channel = place.conversation
        where = {"channel": {"id": channel.id, "name": channel.mentioned_as}}
        where |= {} if place.is_ephemeral else {"message": as_slack_returns(place)}
    payload = payloads.suggestion(world, user, where, *key, typed)
    answer = await tell_the_bot(world, user, payload, accepts_answer=True)
    return {key: answer[key] for key in ("options", "option_groups") if key in answer}
