"""files.info: what a file is and, of a text, all that is in it."""

from sandbox.errors import SlackError
from sandbox.json_types import Json
from sandbox.web_api.method import Request


def info(request: Request) -> Json:
    """A file that was shared nowhere the bot is does not exist for it."""
    world, wanted = request.world, request.text("file")
    for message in world.board:
        for file in message.files:
            if file.id == wanted and world.workspace.bot_is_in(message.conversation):
                content = {"content": file.content, "is_truncated": False, "comments": []}
                return {"file": file.facts()} | content
    raise SlackError("file_not_found")
