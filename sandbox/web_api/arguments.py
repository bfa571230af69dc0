"""Reading a call's arguments as Slack does: query, form or JSON, some of them JSON inside a string."""

import json
from collections.abc import Mapping

from starlette.requests import Request as HttpRequest

from sandbox.errors import SlackError
from sandbox.json_types import Json
from sandbox.web_api.method import Method

ENCODED = ("blocks", "attachments", "files", "metadata", "view")
SWITCHES = ("link_names", "mrkdwn", "unfurl_links", "unfurl_media", "reply_broadcast", "as_user")
WORDS = {"true": True, "1": True, "false": False, "0": False}


async def read_arguments(http: HttpRequest, *, reads_json: bool) -> Json:
    args: Json = dict(http.query_params)
    kind = http.headers.get("content-type", "").split(";")[0].strip()
    if kind == "application/json":
        args |= await _json_body(http) if reads_json else {}
    elif http.method == "POST":
        async with http.form() as form:
            args |= {name: value for name, value in form.items() if isinstance(value, str)}
    return {name: _decoded(name, value) for name, value in args.items()}


async def _json_body(http: HttpRequest) -> Json:
    try:
        body = json.loads(await http.body() or b"{}")
    except ValueError as problem:
        raise SlackError("invalid_json") from problem
    if not isinstance(body, dict):
        raise SlackError("json_not_object")
    return body


def _decoded(name: str, value: object) -> object:
    """Blocks, views and switches may come as text. What does not decode is left for the rules to refuse."""
    if not isinstance(value, str):
        return value
    if name in SWITCHES:
        return WORDS.get(value.lower(), value)
    if name not in ENCODED:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def refuse_missing(method: Method, args: Mapping[str, object]) -> None:
    missing = [name for name in method.required if args.get(name) in (None, "")]
    if missing:
        messages = [f"[ERROR] missing required field: {name}" for name in missing]
        raise SlackError("invalid_arguments", messages=messages)


def unknown_arguments(method: Method, args: Mapping[str, object]) -> list[str]:
    """Slack ignores them; most are spelling mistakes. Bolt sends `team_id` with everything."""
    return sorted(args.keys() - set(method.args) - {"team_id", "pretty"})
