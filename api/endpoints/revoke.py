"""`POST /v1/revoke`: RFC 7009. Whoever holds a token may end it, and so may a gateway of its workspace.

200 follows the commit, and says the same for a token that is not ours, or not this gateway's business.
"""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.answers import IN_ADDRESS, NO_GATEWAY, TOO_MANY, UNAVAILABLE, Answer, problem, said
from api.asked import header_fields, secret_in
from api.bucket import Bucket
from api.callers import Caller, TooMany
from api.desk import ATTEMPTS, Desk
from api.form import BadForm, fields, in_query
from api.lookup import Doubt
from api.responses import Said, body_of
from api.steps import steps
from core.actions.revoke import revoke_token
from core.audit import HOLDER, by_gateway
from core.ports import Tools
from core.refusals import Overtaken
from core.secret import Secret

PATH = "/v1/revoke"
DONE = said(200)
NO_TOKEN = problem(400, "The field “token” is missing.", error="invalid_request")
_BASIC = b"basic"


def route(desk: Desk, tools: Tools) -> Route:
    async def revoke(request: Request) -> Response:
        if in_query(request.scope["query_string"], b"token"):
            return Said(IN_ADDRESS)
        headers, body = header_fields(request.scope["headers"]), await body_of(request)
        try:
            form = fields(headers.get(b"content-type", b""), body)
            caller = await _caller(desk, headers.get(b"authorization", b""))
            return Said(await _Revocation(desk, tools, caller).of(form.get(b"token", b"")))
        except BadForm as bad:
            return Said(problem(bad.status, bad.detail, error="invalid_request"))
        except _Nobody:
            return Said(NO_GATEWAY)
        except (Doubt, TooMany) as why:
            return Said(UNAVAILABLE if isinstance(why, Doubt) else TOO_MANY)

    return Route(PATH, revoke, methods=["POST"])


class _Nobody(Exception):  # noqa: N818 - an answer, not an error
    """A gateway's credential came along, and it is none."""


async def _caller(desk: Desk, authorization: bytes) -> Caller | None:
    """The gateway, or None for the holder: to have the token is all the proof there is of that."""
    if authorization.partition(b" ")[0].lower() != _BASIC:
        return None
    caller = await desk.gateway(authorization)
    if caller is None:
        raise _Nobody
    return caller


@dataclass(frozen=True, slots=True)
class _Revocation:
    desk: Desk
    tools: Tools
    caller: Caller | None

    async def of(self, token: bytes) -> Answer:
        if not token:
            return NO_TOKEN
        secret = secret_in(token)
        if secret is not None and await self._is_theirs(secret):
            await self._end(secret)
        return DONE

    async def _is_theirs(self, secret: Secret) -> bool:
        if self._misses.is_empty(self.desk.monotonic()):
            raise TooMany
        with steps() as counting:
            place = await self.desk.lookup.asking(self.tools.store.find, secret)
            if place is None or (self.caller and not self.caller.gateway.may_ask_about(place.tenant)):
                self._misses.take(self.desk.monotonic())
                await counting.end()
                return False
        return True

    async def _end(self, secret: Secret) -> None:
        by = by_gateway(self.caller.gateway.name) if self.caller else HOLDER
        for _ in range(ATTEMPTS):
            try:
                await self.desk.lookup.asking(revoke_token, self.tools, secret, by=by)
            except (
                Overtaken
            ):  # somebody changed this integration at the same time, not necessarily this token
                continue
            return
        raise Doubt

    @property
    def _misses(self) -> Bucket:
        return self.caller.tally.misses if self.caller else self.desk.callers.misses
