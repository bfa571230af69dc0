"""chat.*: messages the bot posts, changes and takes back."""

from sandbox import events
from sandbox.blocks import problems_in_message, problems_in_update
from sandbox.deleting import take_away
from sandbox.errors import SlackError
from sandbox.json_types import Json
from sandbox.messages import Message, as_slack_returns
from sandbox.refusals import refuse_problems
from sandbox.web_api.method import Request
from sandbox.web_api.places import visible_conversation, writable_conversation
from sandbox.workspace import Conversation
from sandbox.world import World

LONGEST_TEXT = 40_000


def post_message(request: Request) -> Json:
    conversation = writable_conversation(request)
    refuse_problems(problems_in_message(request.args))
    _refuse_odd_thread(request, conversation)
    message = request.world.post(conversation, _content(request), shown=request.shown)
    request.world.courier.in_background(events.message_posted(request.world, message))
    return {"channel": conversation.id, "ts": message.ts, "message": _returned(request, message)}


def post_ephemeral(request: Request) -> Json:
    """Ok does not mean that anybody saw it."""
    conversation = writable_conversation(request)
    user = request.world.workspace.users.get(request.text("user"))
    if not request.world.workspace.bot_is_in(conversation):
        raise SlackError("not_in_channel")
    if user is None or user.id not in conversation.members:
        raise SlackError("user_not_in_channel")
    refuse_problems(problems_in_message(request.args, surface="ephemeral"))
    message = request.world.post(
        conversation, _content(request), ephemeral_to=user.id, shown=request.shown and not user.deleted
    )
    return {"message_ts": message.ts}


def update(request: Request) -> Json:
    message = _own_message(request, "cant_update_message")
    if message.conversation.is_archived:
        raise SlackError("is_inactive")
    refuse_problems(problems_in_update(request.args))
    # What is not mentioned stays; an empty list takes it away.
    before = {"text": message.text, "blocks": message.blocks, "attachments": message.attachments}
    given = {key: value for key, value in _content(request).items() if value is not None}
    if request.shown:
        _rewrite(request.world, message, before | given)
    body = {"channel": message.conversation.id, "ts": message.ts, "text": message.text}
    return body | {"message": _returned(request, message)}


def delete(request: Request) -> Json:
    message = _own_message(request, "cant_delete_message")
    request.world.courier.in_background(take_away(request.world, message))
    return {"channel": message.conversation.id, "ts": message.ts}


def _rewrite(world: World, message: Message, content: Json) -> None:
    before = events.as_told(world, message)
    world.rewrite(message, content)
    world.courier.in_background(events.message_changed(world, message, before))


def get_permalink(request: Request) -> Json:
    conversation = visible_conversation(request)
    message = request.world.board.find(conversation.id, request.text("message_ts"))
    if message is None or message.is_ephemeral:
        raise SlackError("message_not_found")
    domain = request.world.workspace.team_domain
    address = f"https://{domain}.slack.com/archives/{conversation.id}/p{message.ts.replace('.', '')}"
    thread = f"?thread_ts={message.thread_ts}&cid={conversation.id}" if message.thread_ts else ""
    return {"channel": conversation.id, "permalink": address + thread}


def _own_message(request: Request, error: str) -> Message:
    """An ephemeral message has no ts the Web API knows."""
    conversation = visible_conversation(request)
    message = request.world.board.find(conversation.id, request.text("ts"))
    if message is None or message.is_ephemeral:
        raise SlackError("message_not_found")
    if not message.from_bot:
        raise SlackError(error)
    return message


def _refuse_odd_thread(request: Request, conversation: Conversation) -> None:
    thread_ts = request.args.get("thread_ts")
    if thread_ts and request.world.board.find(conversation.id, str(thread_ts)) is None:
        raise SlackError("thread_not_found")


def _content(request: Request) -> Json:
    keys = ("text", "markdown_text", "blocks", "attachments", "metadata", "thread_ts")
    content = {key: request.args.get(key) for key in keys}
    if content["text"] is not None:
        content["text"] = str(content["text"])[:LONGEST_TEXT]
    return content


def _returned(request: Request, message: Message) -> Json:
    credentials = request.world.credentials
    identity = {"bot_id": credentials.bot_id, "app_id": credentials.app_id}
    return as_slack_returns(message) | identity | {"team": request.world.workspace.team_id}
