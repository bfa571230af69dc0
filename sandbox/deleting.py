"""A message is deleted, by whoever may: it is gone, or a tombstone stands where a thread hangs on it."""

from collections.abc import Coroutine

from sandbox import events
from sandbox.messages import Message
from sandbox.world import World


def take_away(world: World, message: Message) -> Coroutine[None, None, None]:
    """At once. What it returns tells the app."""
    if not _has_a_thread(world, message):
        world.remove(message)
        return events.message_deleted(world, message)
    before = events.as_told(world, message)
    world.leave_tombstone(message)
    return events.message_changed(world, message, before)


def _has_a_thread(world: World, message: Message) -> bool:
    """What only one person sees in it does not count."""
    return any(each.shown and not each.is_ephemeral for each in world.board.replies_to(message))
