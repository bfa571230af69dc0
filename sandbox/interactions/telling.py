"""Telling the bot what a person did with something it put before her."""

from sandbox.errors import NotAcknowledgedError
from sandbox.json_types import Json
from sandbox.notices import CONNECTION_TROUBLE
from sandbox.workspace import User
from sandbox.world import World

NOT_CONFIGURED = "This app is not configured to handle interactive responses."


async def tell_the_bot(world: World, user: User, payload: Json, *, accepts_answer: bool = False) -> Json:
    """The bot's answer. If there is none in time she is told, and NotAcknowledgedError is raised."""
    if not world.app.interactivity:
        world.tell(user.id, NOT_CONFIGURED)
        raise NotAcknowledgedError("interactivity_disabled")
    try:
        return await world.courier.deliver("interactive", payload, accepts_answer=accepts_answer)
    except NotAcknowledgedError:
        world.tell(user.id, CONNECTION_TROUBLE)
        raise
