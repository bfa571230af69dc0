"""`GET /v1/whoami`: what the holder of a token may know of it. Not a use, and no confirmation.

A dead token is noted as tried, as at a gateway: whoever has found a decoy may well ask here first.
"""

from datetime import datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api.answers import IN_ADDRESS, TOO_MANY, UNAVAILABLE, problem
from api.asked import bearer, header_fields, text
from api.callers import TooMany
from api.desk import Desk
from api.evidence import caller
from api.form import in_query
from api.lookup import Doubt
from api.responses import Said
from api.steps import steps
from core.evidence import WHOAMI, Caller, Use
from core.verification import Known

PATH = WHOAMI
_BEARER = b'Bearer realm="Latchkey"'
NO_TOKEN = problem(401, "Send the token as “Authorization: Bearer …”.", (b"www-authenticate", _BEARER))
BAD_TOKEN = problem(
    401,
    "This token is not good: it ended, was revoked, or never was one of ours.",
    (b"www-authenticate", _BEARER + b', error="invalid_token"'),
)


def route(desk: Desk) -> Route:
    async def whoami(request: Request) -> Response:
        if in_query(request.scope["query_string"], b"token", b"access_token"):
            return Said(IN_ADDRESS)
        token = bearer(header_fields(request.scope["headers"]).get(b"authorization", b""))
        if not token:
            return Said(NO_TOKEN)
        with steps() as counting:
            try:
                known = await desk.held(token)
            except (Doubt, TooMany) as why:
                return Said(UNAVAILABLE if isinstance(why, Doubt) else TOO_MANY)
            now = desk.now()
            if known is not None and not known.active(now):
                desk.note(_tried(known, _who(request), now))
                known = None
            if known is None:
                await counting.end()
                return Said(BAD_TOKEN)
            return JSONResponse(_told(known))

    return Route(PATH, whoami, methods=["GET"])


def _who(request: Request) -> Caller:
    agent = header_fields(request.scope["headers"]).get(b"user-agent", b"")
    return caller(WHOAMI, request.client.host if request.client else "", text(agent))


def _tried(known: Known, who: Caller, now: datetime) -> Use:
    return Use(known.tenant, known.integration_id, known.token_id, who, now, refused=True)


def _told(known: Known) -> dict[str, object]:
    return {
        "integration_id": known.integration_id,
        "integration_name": known.name,
        "workspace": known.tenant,
        "scopes": sorted(known.scopes),
        "token_version": known.version,
        "issued_at": known.issued_at.isoformat(),
        "ends_at": known.ends_at.isoformat() if known.ends_at else None,
        "confirmed": not known.offered,
    }
