"""From Slack's payloads to `Asked`, with the acknowledgement first and an answer in words always.

A feature is functions of `(desk, asked, …)`; these four wrap them for Bolt:

- `pressed`: a button or a menu; acknowledged, then done.
- `opens`: the same, but a modal is opened at once and the feature draws into it.
- `submitted`: a form; its fields are checked as the acknowledgement, then it is done.
- `happened`: an event; nobody waits for an answer.
- `bot.commands.typed`: the slash command, which opens modals too.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.answer import answered, on_screen, to_person
from bot.asked import Asked
from bot.blocks import at_fields, filled_in
from bot.desk import Desk
from bot.features import home
from bot.screens import Screen, open_screen, waiting
from bot.sights import redraw
from bot.stack import parted
from core.refusals import BadField, BadForm

Body = Mapping[str, Any]
Pressed = Callable[[Desk, Asked], Awaitable[None]]
Opens = Callable[[Desk, Asked, Screen], Awaitable[None]]
Check = Callable[[Desk, Asked], Awaitable[None]]
"""Reads the form and the database; raises `BadForm` or `BadField`, or another `Refused`."""
Listener = Callable[..., Awaitable[None]]


def pressed(desk: Desk, work: Pressed) -> Listener:
    async def listen(ack: AsyncAck, body: Body) -> None:
        await ack()
        asked = from_press(body)
        await answered(work(desk, asked), to_person(desk, asked))

    return listen


def opens(desk: Desk, title: str, work: Opens) -> Listener:
    async def listen(ack: AsyncAck, body: Body) -> None:
        await ack()
        asked = from_press(body)
        await answered(opened(desk, asked, title, work), to_person(desk, asked))

    return listen


def happened(desk: Desk, work: Callable[[Desk, Mapping[str, Any]], Awaitable[None]]) -> Listener:
    async def listen(event: Mapping[str, Any]) -> None:
        await answered(work(desk, event), _nobody)

    return listen


async def _nobody(_words: str) -> None:
    """An event has nobody to answer to; the log has the details."""


async def opened(desk: Desk, asked: Asked, title: str, work: Opens) -> None:
    """Open a modal, then let the feature draw into it; a refusal is drawn there too."""
    screen = await open_screen(desk, asked, title)
    await answered(work(desk, asked, screen), on_screen(screen, title))


def submitted(desk: Desk, title: str, check: Check, work: Opens, *, doing: str) -> Listener:
    """`doing` is what the person reads while it is done."""

    async def listen(ack: AsyncAck, body: Body) -> None:
        asked = from_submission(body)
        errors: dict[str, str] = {}
        refused: list[str] = []
        await answered(_checked(desk, asked, check, errors), _into(refused))
        if errors:
            await ack(response_action="errors", errors=at_fields(body["view"], errors))
            return
        if refused:
            await ack(response_action="update", view=waiting(title, refused[0]))
            return
        external_id = desk.tools.new_id()
        await ack(response_action="update", view=waiting(title, doing, external_id=external_id))
        screen = Screen(desk, asked.view, external_id, stack=asked.stack)
        await answered(work(desk, asked, screen), on_screen(screen, title))
        await home.refresh(desk, asked.user)
        await redraw(desk, asked.user, asked.stack.below)

    return listen


async def _checked(desk: Desk, asked: Asked, check: Check, errors: dict[str, str]) -> None:
    """Field errors are the acknowledgement; any other refusal is said instead of the form."""
    try:
        await check(desk, asked)
    except BadForm as form:
        errors.update({problem.field: str(problem) for problem in form.problems})
    except BadField as problem:
        errors[problem.field] = str(problem)


def _into(words: list[str]) -> Callable[[str], Awaitable[None]]:
    async def say(text: str) -> None:
        words.append(text)

    return say


async def nothing_to_check(_desk: Desk, _asked: Asked) -> None:
    """For forms that cannot be filled in wrongly."""


def from_press(body: Body) -> Asked:
    """A block action, a global or a message shortcut."""
    action = (body.get("actions") or [{}])[0]
    container, view = body.get("container", {}), body.get("view") or {}
    metadata, stack = parted(view.get("private_metadata", ""))
    return Asked(
        user=body["user"]["id"],
        trigger=body.get("trigger_id", ""),
        reply_to=body.get("response_url"),
        view=view.get("id", ""),
        view_is_modal=view.get("type") == "modal",
        channel=container.get("channel_id") or (body.get("channel") or {}).get("id", ""),
        message=container.get("message_ts") or body.get("message_ts", ""),
        value=chosen(action),
        metadata=metadata,
        stack=stack,
        filled_in=filled_in(view),
        raw_view=view,
        said=(body.get("message") or {}) if body.get("type") == "message_action" else {},
    )


def from_submission(body: Body) -> Asked:
    view = body["view"]
    metadata, stack = parted(view.get("private_metadata", ""))
    return Asked(
        user=body["user"]["id"],
        trigger=body.get("trigger_id", ""),
        view=view["id"],
        view_is_modal=True,
        metadata=metadata,
        stack=stack,
        filled_in=filled_in(view),
        raw_view=view,
    )


def chosen(action: Mapping[str, Any]) -> str:
    """What a pressed button carries, or the chosen entry of a menu, or the person picked."""
    option = action.get("selected_option")
    if option:
        return str(option["value"])
    return str(action.get("value") or action.get("selected_user") or "")
