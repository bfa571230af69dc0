"""A person types: a command for the app, or a message."""

import re

from sandbox import payloads, replies
from sandbox.app_definition import Command
from sandbox.errors import NotAcknowledgedError, SlackError
from sandbox.interactions import messages
from sandbox.json_types import Json
from sandbox.response_urls import Reply
from sandbox.workspace import Conversation, User
from sandbox.world import World

NOT_A_COMMAND = (
    '{command} is not a valid command. In Slack, all messages that start with the "/" character are '
    "interpreted as commands. If you are trying to send a message and not run a command, try preceding "
    'the "/" with an empty space.'
)
NOT_IN_THREADS = "{command} is not supported in threads. Sorry!"
FAILED = '{command} failed with the error "{error}"'


async def type_text(
    world: World, user: User, conversation: Conversation, text: str, thread_ts: str | None = None
) -> None:
    messages.refuse_where_she_cannot_write(world, user, conversation)
    world.last_seen.setdefault(user.id, {})[conversation.id] = world.ids.ts(world.clock())
    if text.startswith("/"):
        await _command(world, user, conversation, text, thread_ts)
    else:
        await messages.post(world, user, conversation, text, thread_ts=thread_ts)


async def _command(
    world: World, user: User, conversation: Conversation, text: str, thread_ts: str | None
) -> None:
    name, _, rest = text.partition(" ")
    called = world.app.command(name)
    if called is None:
        world.tell(user.id, NOT_A_COMMAND.format(command=name), "warning")
        return
    if thread_ts is not None:
        world.tell(user.id, NOT_IN_THREADS.format(command=name), "warning")
        return
    argument = _escaped(world, rest.strip()) if called.should_escape else rest.strip()
    await _send(world, user, conversation, called, argument)


async def _send(world: World, user: User, conversation: Conversation, called: Command, text: str) -> None:
    payload = payloads.command(world, user, conversation, called, text)
    try:
        answer = await world.courier.deliver("slash_commands", payload, accepts_answer=True)
        _show_answer(world, user, conversation, answer)
    except NotAcknowledgedError as failure:
        world.tell(user.id, FAILED.format(command=called.command, error=failure.error))
        raise


def _show_answer(world: World, user: User, conversation: Conversation, answer: Json) -> None:
    """An acknowledgement may carry a message, with the same rules as a response_url."""
    if not answer:
        return
    try:
        replies.apply(world, Reply(user.id, conversation.id, world.clock()), answer)
    except SlackError as refusal:
        world.problem(f"A command was acknowledged with a message Slack refuses: {refusal.error}")
        raise NotAcknowledgedError("dispatch_unknown_error") from refusal


def _escaped(world: World, text: str) -> str:
    """With `should_escape`, what names a person or a channel arrives as an id."""

    def person(match: re.Match[str]) -> str:
        user = next((u for u in world.workspace.users.values() if u.key == match[1]), None)
        return f"<@{user.id}|{user.key}>" if user else match[0]

    def place(match: re.Match[str]) -> str:
        for each in world.workspace.conversations.values():
            if each.name == match[1]:
                return f"<#{each.id}|{each.name if each.kind == 'channel' else ''}>"
        return match[0]

    return re.sub(r"#([\w-]+)", place, re.sub(r"@([\w.-]+)", person, text))
