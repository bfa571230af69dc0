"""A person uses an element: presses a button, picks from a menu, ticks a box, types into a field."""

from sandbox import payloads
from sandbox.choices import chosen_option, state_given
from sandbox.elements import MOMENTARY, Placed, find
from sandbox.errors import NotPossibleError
from sandbox.interactions.telling import tell_the_bot
from sandbox.json_types import Json
from sandbox.messages import Message
from sandbox.views import View
from sandbox.workspace import User
from sandbox.world import World

TEXT_INPUTS = frozenset(
    {"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"}
)


async def use(
    world: World,
    user: User,
    place: Message | View,
    key: tuple[str, str],
    given: Json,
    *,
    typing: bool = False,
) -> None:
    """Remembers what was picked or typed, and tells the bot where Slack would."""
    action = remember(world, user, place, key, given, typing=typing)
    if action is not None:
        await report(world, user, place, action)


def remember(
    world: World,
    user: User,
    place: Message | View,
    key: tuple[str, str],
    given: Json,
    *,
    typing: bool = False,
) -> Json | None:
    """The action the bot is to hear of, None for what stays in the form until it is sent.

    `typing` says that a text is still being typed: most fields tell the app only on Enter, if at all.
    """
    placed = find(place.blocks, *key)
    if placed is None:
        raise NotPossibleError(f"there is no {'/'.join(key)} here any more")
    _refuse_what_is_out_of_reach(world, user, place)
    state = _keep(user, place, placed, given)
    world.changed()
    return _action(world, placed, state) if _dispatches(placed, typing=typing) else None


async def report(world: World, user: User, place: Message | View, action: Json) -> None:
    if isinstance(place, Message):
        payload = payloads.message_action(world, user, place, action)
    else:
        payload = payloads.view_action(world, user, place, action)
    await tell_the_bot(world, user, payload)


def _refuse_what_is_out_of_reach(world: World, user: User, place: Message | View) -> None:
    if user.deleted:
        raise NotPossibleError(f"{user.name} is deactivated")
    if isinstance(place, Message):
        if world.board.find(place.conversation.id, place.ts) is not place or not place.visible_to(user.id):
            raise NotPossibleError("that message is not there any more")
    elif place is not world.views.home(user.id) and place not in world.views.stack(user.id)[-1:]:
        raise NotPossibleError("that view is not on the screen any more")


def _keep(user: User, place: Message | View, placed: Placed, given: Json) -> Json:
    element = placed.element
    if element["type"] == "overflow":
        return {"selected_option": chosen_option(element, given.get("selected_option", given.get("value")))}
    if element["type"] in MOMENTARY:
        return {key: element[key] for key in ("text", "value", "style") if key in element}
    state = state_given(element, given)
    values = place.values if isinstance(place, View) else place.values.setdefault(user.id, {})
    block_id, action_id = placed.key
    values.setdefault(block_id, {})[action_id] = state
    if isinstance(place, View):
        place.errors.pop(block_id, None)
    return state


def _dispatches(placed: Placed, *, typing: bool) -> bool:
    """Elements of an input block keep quiet unless the app set `dispatch_action`."""
    if placed.is_input and not placed.block.get("dispatch_action"):
        return False
    if not typing or placed.element["type"] not in TEXT_INPUTS:
        return True
    when = (placed.element.get("dispatch_action_config") or {}).get("trigger_actions_on") or ()
    return "on_character_entered" in when


def _action(world: World, placed: Placed, state: Json) -> Json:
    block_id, action_id = placed.key
    identity = {"type": placed.element["type"], "block_id": block_id, "action_id": action_id}
    return state | identity | {"action_ts": world.ids.ts(world.clock())}
