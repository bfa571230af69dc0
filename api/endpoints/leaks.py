"""`POST /v1/leaks`: whoever holds a token says that it is where it should not be. Holding it is the proof.

The answer is the same for every token, ours or not, alive or dead: the same bytes, after the same time.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.answers import IN_ADDRESS, TOO_MANY, UNAVAILABLE, Answer, problem, said
from api.asked import header_fields, secret_in
from api.form import BadForm, fields, in_query
from api.leaks import Reports
from api.lookup import Doubt
from api.responses import Said, body_of
from api.turnstile import Pace, Turnstile
from core.audit import HOLDER
from core.leaks.report import Report, Source

PATH = "/v1/leaks"
HEARD = said(202)
NO_TOKEN = problem(400, "The field “token” is missing.", error="invalid_request")
LEAST = 0.5
"""Seconds that an answer takes: what has to be done about a token of ours is done in less."""


def _gate() -> Turnstile:
    return Turnstile(each=Pace(rate=0.5, burst=10), overall=Pace(rate=20, burst=100))


@dataclass(slots=True, kw_only=True)
class Counter:
    """Where people report."""

    reports: Reports
    least: float = LEAST
    gate: Turnstile = field(default_factory=_gate)

    async def answer(self, request: Request) -> Answer:
        """Raises `BadForm`."""
        if in_query(request.scope["query_string"], b"token"):
            return IN_ADDRESS
        address = request.client.host if request.client else ""
        if not self.gate.lets_in(address, self.reports.desk.monotonic()):
            return TOO_MANY
        headers, body = header_fields(request.scope["headers"]), await body_of(request)
        form = fields(headers.get(b"content-type", b""), body)
        if not form.get(b"token"):
            return NO_TOKEN
        enough = asyncio.create_task(asyncio.sleep(self.least))
        try:
            return await self._heard(form)
        finally:
            await enough

    async def _heard(self, form: Mapping[bytes, bytes]) -> Answer:
        secret = secret_in(form[b"token"])
        if secret is None:
            return HEARD
        url, note = _text(form, b"url"), _text(form, b"note")
        try:
            await self.reports.judge(
                Report(secret=secret, source=Source.HOLDER, by=HOLDER, url=url, note=note)
            )
        except Doubt:
            return UNAVAILABLE
        return HEARD


def route(counter: Counter) -> Route:
    async def leaks(request: Request) -> Response:
        try:
            return Said(await counter.answer(request))
        except BadForm as bad:
            return Said(problem(bad.status, bad.detail, error="invalid_request"))

    return Route(PATH, leaks, methods=["POST"])


def _text(form: Mapping[bytes, bytes], name: bytes) -> str:
    return form.get(name, b"").decode("utf-8", "replace")
