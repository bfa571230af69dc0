"""auth.test, users.info."""

from sandbox.errors import SlackError
from sandbox.json_types import Json
from sandbox.web_api.method import Request


def auth_test(request: Request) -> Json:
    workspace, credentials = request.world.workspace, request.world.credentials
    enterprise_id = request.world.enterprise_id
    return {
        "url": f"https://{workspace.team_domain}.slack.com/",
        "team": workspace.team_name,
        "team_id": workspace.team_id,
        "user": workspace.bot.key,
        "user_id": workspace.bot.id,
        "bot_id": credentials.bot_id,
        "is_enterprise_install": credentials.org_wide,
    } | ({"enterprise_id": enterprise_id} if enterprise_id else {})


def info(request: Request) -> Json:
    user = request.world.workspace.users.get(request.text("user"))
    if user is None:
        raise SlackError("user_not_found")
    return {"user": user.facts(request.world.clock())}
