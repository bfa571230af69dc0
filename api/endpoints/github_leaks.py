"""`POST /v1/leaks/github`: reports by GitHub's secret scanning (docs.github.com, secret scanning partners).

Nothing is believed that GitHub has not signed, and then each finding is judged by itself: one that is wrong
never stops the others. The body is neither logged nor repeated.
"""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api.answers import TOO_MANY, UNAVAILABLE, problem, said
from api.asked import header_fields
from api.github.items import MOST, BadList, TooManyItems, items
from api.github.judging import judged
from api.github.keys import CannotFetch, GithubKeys
from api.github.signature import PublicKey, signature, signed
from api.leaks import Busy, Reports
from api.lookup import Doubt
from api.responses import Said, body_of

PATH = "/v1/leaks/github"
KEY, SIGNATURE = b"github-public-key-identifier", b"github-public-key-signature"
LARGEST, WITHIN = 1024 * 1024, 15.0
"""Bytes, and seconds in which they have to arrive."""
NOT_SIGNED = said(401)
NO_LIST = problem(400, "Send a JSON array of findings.")
TOO_LONG = problem(413, f"A report has {MOST} findings at most.")


def route(reports: Reports, keys: GithubKeys) -> Route:
    async def leaks(request: Request) -> Response:
        try:
            with reports.one_more():
                return await _answer(request, reports, keys)
        except Busy:
            return Said(TOO_MANY)
        except (CannotFetch, Doubt):
            return Said(UNAVAILABLE)

    return Route(PATH, leaks, methods=["POST"])


async def _answer(request: Request, reports: Reports, keys: GithubKeys) -> Response:
    body = await _signed_body(request, keys)
    if body is None:
        return Said(NOT_SIGNED)
    try:
        found = items(body)
    except BadList:
        return Said(NO_LIST)
    except TooManyItems:
        return Said(TOO_LONG)
    return JSONResponse(await judged(reports, found))


async def _signed_body(request: Request, keys: GithubKeys) -> bytes | None:
    """What costs nothing to refuse is refused before the body is read."""
    headers = header_fields(request.scope["headers"])
    der, key = signature(headers.get(SIGNATURE, b"")), await _key(headers.get(KEY, b""), keys)
    if der is None or key is None:
        return None
    body = await body_of(request, largest=LARGEST, within=WITHIN)
    return body if signed(key, der, body) else None


async def _key(named: bytes, keys: GithubKeys) -> PublicKey | None:
    return await keys.key(named.decode("ascii")) if named and named.isascii() else None
