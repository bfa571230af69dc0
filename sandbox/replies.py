"""What an answer to an interaction does: as the acknowledgement of a command or by its response_url."""

from sandbox.blocks import problems_in_response_url
from sandbox.errors import SlackError
from sandbox.json_types import Json
from sandbox.refusals import refuse_problems
from sandbox.response_urls import Reply
from sandbox.world import World


def apply(world: World, reply: Reply, body: Json, *, shown: bool = True) -> None:
    """Posts, replaces or deletes. It bypasses who may post where, and defaults to ephemeral."""
    if body.get("delete_original"):
        _delete(world, reply)
        return
    refuse_problems(problems_in_response_url(body))
    if body.get("replace_original") and reply.original is not None:
        if shown:
            world.rewrite(reply.original, body)
        return
    conversation = world.workspace.conversations[reply.channel_id]
    to_all = body.get("response_type") == "in_channel"
    world.post(conversation, body, ephemeral_to=None if to_all else reply.user_id, shown=shown)


def _delete(world: World, reply: Reply) -> None:
    if reply.original is None:
        raise SlackError("message_not_found")
    world.remove(reply.original)
