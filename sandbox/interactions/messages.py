"""A person says something, changes it, takes it back, or shares a file. The app hears of it where it may."""

from collections.abc import Sequence

from sandbox import events
from sandbox.deleting import take_away
from sandbox.errors import NotPossibleError
from sandbox.files import File
from sandbox.messages import Message
from sandbox.workspace import Conversation, User
from sandbox.world import World


def refuse_where_she_cannot_write(world: World, user: User, conversation: Conversation) -> None:
    if user.id not in conversation.members:
        raise NotPossibleError(f"{user.name} is not in #{conversation.name}")
    if conversation.is_archived:
        raise NotPossibleError(f"#{conversation.name} is archived")
    if user.deleted:
        raise NotPossibleError(f"{user.name} is deactivated")
    if conversation.kind == "dm" and not (world.app.messages_tab and not world.app.messages_tab_read_only):
        raise NotPossibleError("Sending messages to this app has been turned off.")


async def post(
    world: World,
    user: User,
    conversation: Conversation,
    text: str,
    *,
    thread_ts: str | None = None,
    files: Sequence[File] = (),
) -> None:
    refuse_where_she_cannot_write(world, user, conversation)
    content = {"text": text, "thread_ts": thread_ts, "files": files}
    await events.message_posted(world, world.post(conversation, content, user_id=user.id))


async def share_file(
    world: World, user: User, conversation: Conversation, name: str, content: str, comment: str = ""
) -> None:
    file = File(world.ids.next("F"), name, content, user.id, int(world.clock().timestamp()))
    await post(world, user, conversation, comment, files=[file])


async def edit(world: World, user: User, message: Message, text: str) -> None:
    refuse_where_she_cannot_write(world, user, message.conversation)
    if message.user_id != user.id:
        raise NotPossibleError("only who wrote a message can edit it")
    before = events.as_told(world, message)
    world.rewrite(message, {"text": text})
    await events.message_changed(world, message, before)


async def delete(world: World, user: User, message: Message) -> None:
    if message.is_tombstone:
        raise NotPossibleError("that message is deleted already")
    if user.id != message.user_id and not user.is_admin:
        raise NotPossibleError("only who wrote a message, or an admin, can delete it")
    await take_away(world, message)
