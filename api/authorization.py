"""May this request pass? For nginx (`auth_request`), Envoy (`ext_authz`) and Traefik (`forwardAuth`).

Everything is in headers, and no answer has a body: a proxy's sub-request that gets one back is several times
slower. What is wrong with the end caller's token is 401 or 403, because proxies pass nothing else on.
"""

from collections.abc import Mapping
from functools import lru_cache

from api.answers import AGAIN, BASIC, Answer, said
from api.asked import NO_SCOPES, Asked, bearer, in_words, scopes, text
from api.judging import Verdict
from api.knowledge import Entry
from core.verification import Known

PATH = "/v1/authorize"
NO_GATEWAY = said(401, BASIC)
UNAVAILABLE = said(503, AGAIN)
TOO_MANY = said(429, AGAIN)
BAD_SCOPES = said(400)

_REALM = b'Bearer realm="Latchkey"'


def _challenge(status: int, more: bytes = b"") -> Answer:
    return said(status, (b"www-authenticate", _REALM + more))


NO_TOKEN = _challenge(401)
"""RFC 6750, section 3.1: no error code where nothing was sent."""
BAD_TOKEN = _challenge(401, b', error="invalid_token"')


def read(sent: Mapping[bytes, bytes], _query: bytes, _body: bytes) -> Asked:
    """The address and the body are the end caller's own, and are not looked at."""
    credential = sent.get(b"x-gateway-authorization", b"")
    named, wanted = sent.get(b"x-required-scope"), NO_SCOPES
    if named:
        needed = scopes(named)
        if needed is None:
            return Asked(credential, b"", wrong=BAD_SCOPES)
        wanted = needed
    token = bearer(sent.get(b"authorization", b""))
    address, agent = sent.get(b"x-client-ip", b""), sent.get(b"x-client-user-agent", b"")
    return Asked(credential, token, wanted, text(address), text(agent))


def yes(entry: Entry) -> Answer:
    if entry.authorized is None:
        entry.authorized = passed(entry.known)
    return entry.authorized


def passed(known: Known) -> Answer:
    return said(
        200,
        (b"x-integration-id", known.integration_id.encode("ascii")),
        (b"x-integration-scopes", in_words(known.scopes).encode("ascii")),
        (b"x-integration-workspace", known.tenant.encode("ascii")),
    )


def no(verdict: Verdict, asked: Asked) -> Answer:
    if verdict is Verdict.ABSENT:
        return NO_TOKEN
    return lacking(asked.wanted) if verdict is Verdict.LACKING else BAD_TOKEN


@lru_cache(maxsize=1024)
def lacking(wanted: frozenset[str]) -> Answer:
    needed = " ".join(sorted(wanted)).encode("ascii")
    return _challenge(403, b', error="insufficient_scope", scope="%b"' % needed)
