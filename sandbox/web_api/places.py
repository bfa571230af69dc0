"""Finding the conversation a call names, and refusing those the bot may not see or write to."""

from sandbox.errors import SlackError
from sandbox.web_api.method import Request
from sandbox.workspace import Conversation


def visible_conversation(request: Request, name: str = "channel") -> Conversation:
    """A private place the bot was not invited to does not exist for it."""
    workspace = request.world.workspace
    conversation = workspace.conversations.get(request.text(name))
    if conversation is None or (conversation.kind != "channel" and not workspace.bot_is_in(conversation)):
        raise SlackError("channel_not_found")
    return conversation


def writable_conversation(request: Request, name: str = "channel") -> Conversation:
    """Where chat.post... goes: an id, a #name, or a person, whose direct message that means."""
    world, wanted = request.world, request.text(name)
    person = world.workspace.users.get(wanted)
    if person is not None:
        if person.deleted or person.is_bot:
            raise SlackError("channel_not_found")
        conversation = world.workspace.direct_message(person.id)
    elif wanted.startswith("#"):
        conversation = _public_by_name(request, wanted[1:])
    else:
        conversation = visible_conversation(request, name)
    _refuse_writing(request, conversation)
    return conversation


def _public_by_name(request: Request, name: str) -> Conversation:
    for conversation in request.world.workspace.conversations.values():
        if (conversation.name, conversation.kind) == (name, "channel"):
            return conversation
    raise SlackError("channel_not_found")


def _refuse_writing(request: Request, conversation: Conversation) -> None:
    world = request.world
    if conversation.is_archived:
        raise SlackError("is_archived")
    if conversation.kind == "dm" and not world.app.messages_tab:
        raise SlackError("messages_tab_disabled")
    if not world.workspace.bot_is_in(conversation) and "chat:write.public" not in world.scopes:
        raise SlackError("not_in_channel")
