"""Who calls: only tokens of this very workspace are good, and a real one is not even looked at."""

import logging

from starlette.requests import Request as HttpRequest

from sandbox.errors import SlackError
from sandbox.json_types import Json
from sandbox.web_api.method import Method, missing_scope
from sandbox.world import World

log = logging.getLogger(__name__)

REAL_TOKEN = (
    "Something offered a token that looks like a real Slack token. It was refused and forgotten. "
    "The pretend Slack takes only its own."
)
_REAL_PREFIXES = ("xoxb-", "xoxp-", "xoxa-", "xoxe", "xoxs-", "xoxc-", "xapp-", "xwfp-")


def token_of(http: HttpRequest, args: Json) -> str:
    """From the header or the argument; taken out of the arguments, so that it is recorded nowhere."""
    given = str(args.pop("token", ""))
    scheme, _, credentials = http.headers.get("authorization", "").partition(" ")
    return credentials.strip() if scheme.lower() == "bearer" else given


def authorise(world: World, method: Method, token: str) -> None:
    if method.token == "none":
        return
    if not token:
        raise SlackError("not_authed")
    _refuse_strange_token(world, token)
    if world.credentials.revoked:
        raise SlackError("account_inactive")
    kind = "app" if token == world.credentials.app_token else "bot"
    if method.token not in (kind, "any"):
        raise SlackError("not_allowed_token_type")
    if method.scopes and not world.scopes.intersection(method.scopes):
        raise missing_scope(world, *method.scopes)


def _refuse_strange_token(world: World, token: str) -> None:
    if token in (world.credentials.bot_token, world.credentials.app_token):
        return
    if token.startswith(_REAL_PREFIXES) and "-sandbox-" not in token:
        log.warning(REAL_TOKEN)
        world.problem(REAL_TOKEN)
        for user in world.workspace.users.values():
            world.tell(user.id, REAL_TOKEN)
    raise SlackError("invalid_auth")
