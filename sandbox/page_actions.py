"""What the page can ask for by POST /do, each name with the function that does it."""

from collections.abc import Awaitable, Callable

from sandbox.errors import NotPossibleError
from sandbox.faults import Faults
from sandbox.interactions import actions, commands, messages, modals, openings
from sandbox.json_types import Json
from sandbox.messages import Message
from sandbox.views import View
from sandbox.workspace import User
from sandbox.world import World

Action = Callable[[World, User, Json], Awaitable[Json | None]]


async def _type(world: World, user: User, body: Json) -> None:
    conversation = world.workspace.conversation(body["conversation"])
    await commands.type_text(world, user, conversation, body["text"], body.get("thread_ts"))


async def _edit(world: World, user: User, body: Json) -> None:
    await messages.edit(world, user, _message(world, body["conversation"], body["ts"]), body["text"])


async def _delete(world: World, user: User, body: Json) -> None:
    await messages.delete(world, user, _message(world, body["conversation"], body["ts"]))


async def _share_file(world: World, user: User, body: Json) -> None:
    conversation = world.workspace.conversation(body["conversation"])
    await messages.share_file(world, user, conversation, body["name"], body["content"], body.get("text", ""))


async def _click(world: World, user: User, body: Json) -> None:
    await actions.use(world, user, _place(world, user, body), _key(body), body)


async def _change(world: World, user: User, body: Json) -> None:
    await actions.use(world, user, _place(world, user, body), _key(body), body, typing=True)


async def _submit(world: World, user: User, body: Json) -> None:
    await modals.submit(world, user, _modal(world, user, body["modal"]))


async def _close(world: World, user: User, body: Json) -> None:
    clear_all = bool(body.get("clear_all"))
    await modals.close(world, user, _modal(world, user, body["modal"]), clear_all=clear_all)


async def _shortcut(world: World, user: User, body: Json) -> None:
    await openings.use_shortcut(world, user, body["callback_id"])


async def _message_shortcut(world: World, user: User, body: Json) -> None:
    message = _message(world, body["conversation"], body["ts"])
    await openings.use_message_shortcut(world, user, body["callback_id"], message)


async def _open_home(world: World, user: User, _: Json) -> None:
    await openings.open_home(world, user)


async def _open_dm(world: World, user: User, _: Json) -> Json:
    return {"conversation": (await openings.open_direct_message(world, user)).id}


async def _look_at(world: World, user: User, body: Json) -> None:
    openings.look_at(world, user, world.workspace.conversation(body["conversation"]))


async def _options(world: World, user: User, body: Json) -> Json:
    place = _place(world, user, body)
    return await openings.suggestions(world, user, place, _key(body), str(body.get("value") or ""))


async def _reload(world: World, user: User, _: Json) -> None:
    openings.reload(world, user)


async def _dismiss_notice(world: World, user: User, body: Json) -> None:
    world.notices.dismiss(user.id, body["id"])
    world.changed()


async def _set_fault(world: World, _: User, body: Json) -> None:
    name = body.pop("fault", "next")
    switches: dict[str, Callable[[Faults], None]] = {
        "deliver_twice": Faults.deliver_twice,
        "late_ack": Faults.late_ack,
        "handshake_503": Faults.handshake_503,
        "connections_open_500": Faults.connections_open_500,
        "drop_socket": Faults.drop_socket,
        "half_open": Faults.half_open,
        "clear": Faults.clear,
    }
    if name == "next":
        world.faults.next(body.pop("target"), body.pop("kind"), int(body.pop("times", 1)), **body)
    else:
        switches[name](world.faults)


ACTIONS: dict[str, Action] = {
    "type": _type,
    "edit": _edit,
    "delete": _delete,
    "share_file": _share_file,
    "click": _click,
    "change": _change,
    "submit": _submit,
    "close": _close,
    "shortcut": _shortcut,
    "message_shortcut": _message_shortcut,
    "open_home": _open_home,
    "open_dm": _open_dm,
    "look_at": _look_at,
    "options": _options,
    "reload": _reload,
    "dismiss_notice": _dismiss_notice,
    "set_fault": _set_fault,
}


def _key(body: Json) -> tuple[str, str]:
    return body["block_id"], body["action_id"]


def _place(world: World, user: User, body: Json) -> Message | View:
    """`where` is {message: {conversation, ts}}, {modal: id} or {home: true}; a bare `modal` will do."""
    where: Json = body.get("where") or {"modal": body.get("modal")}
    if "message" in where:
        return _message(world, where["message"]["conversation"], where["message"]["ts"])
    if where.get("modal"):
        return _modal(world, user, where["modal"])
    home = world.views.home(user.id)
    if home is None:
        raise NotPossibleError("the Home tab is empty")
    return home


def _message(world: World, channel_id: str, ts: str) -> Message:
    message = world.board.find(channel_id, ts)
    if message is None:
        raise NotPossibleError("that message is not there any more")
    return message


def _modal(world: World, user: User, view_id: str) -> View:
    for view in world.views.stack(user.id):
        if view.id == view_id:
            return view
    raise NotPossibleError("that modal is not on the screen any more")
