"""files.*: what a file is and, of a text, all that is in it; and files that the bot shares."""

from sandbox import events
from sandbox.errors import SlackError
from sandbox.files import File
from sandbox.json_types import Json
from sandbox.uploads import Upload
from sandbox.web_api.method import Request
from sandbox.web_api.places import writable_conversation


def info(request: Request) -> Json:
    """A file that was shared nowhere the bot is does not exist for it."""
    world, wanted = request.world, request.text("file")
    for message in world.board:
        for file in message.files:
            if file.id == wanted and world.workspace.bot_is_in(message.conversation):
                content = {"content": file.content, "is_truncated": False, "comments": []}
                return {"file": file.facts()} | content
    raise SlackError("file_not_found")


def get_upload_url(request: Request) -> Json:
    """The first of three steps; see `sandbox.upload_endpoint` for the second."""
    world, length = request.world, request.text("length")
    if not length.isdecimal() or int(length) == 0:
        raise SlackError("invalid_arguments")
    upload = Upload(world.ids.next("F"), request.text("filename"), int(length))
    address = f"http://{world.authority()}/upload/v1/{world.uploads.announce(upload)}"
    return {"upload_url": address, "file_id": upload.file_id}


def complete_upload(request: Request) -> Json:
    """The third. Without a channel, files stay the bot's own; here they are always shared with one."""
    world, asked = request.world, request.args.get("files")
    conversation = writable_conversation(request, "channel_id")
    if not isinstance(asked, list) or not asked:
        raise SlackError("invalid_arguments")
    _refuse_odd_thread(request, conversation.id)
    files = [_arrived(request, each) for each in asked]
    content = {"text": request.text("initial_comment"), "thread_ts": request.args.get("thread_ts")}
    message = world.post(conversation, content | {"files": files}, shown=request.shown)
    world.courier.in_background(events.message_posted(world, message))
    return {
        "files": [
            {"id": file.id, "title": each.get("title")} for file, each in zip(files, asked, strict=True)
        ]
    }


def _arrived(request: Request, asked: Json) -> File:
    upload = request.world.uploads.find(asked.get("id"))
    if upload is None or upload.content is None or upload.shared:
        raise SlackError("file_not_found")
    upload.shared = True
    at = int(request.world.clock().timestamp())
    return File(upload.file_id, upload.name, upload.content.decode(), request.world.workspace.bot.id, at)


def _refuse_odd_thread(request: Request, conversation_id: str) -> None:
    thread = request.text("thread_ts")
    if thread and request.world.board.find(conversation_id, thread) is None:
        raise SlackError("thread_not_found")
