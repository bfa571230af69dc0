"""api.test, apps.connections.open."""

from sandbox.errors import SlackError
from sandbox.json_types import Json
from sandbox.web_api.method import Request


def api_test(request: Request) -> Json:
    if request.text("error"):
        raise SlackError(request.text("error"), args=request.args)
    return {"args": request.args}


def open_connection(request: Request) -> Json:
    """An address for one Socket Mode connection. It works once."""
    world = request.world
    ticket = world.sockets.issue_ticket()
    app_id = world.credentials.app_id
    return {"url": f"ws://{world.authority()}/link/?ticket={ticket}&app_id={app_id}"}
