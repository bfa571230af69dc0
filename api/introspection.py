"""RFC 7662: whether a token is good, and for what."""

from collections.abc import Mapping

from api.answers import IN_ADDRESS, INACTIVE, Answer, json_answer, problem
from api.asked import NO_SCOPES, Asked, in_words, scopes, text
from api.form import BadForm, fields, in_query
from api.judging import Verdict
from api.knowledge import Entry
from core.verification import Known

PATH = "/v1/introspect"
NO_TOKEN = problem(400, "The field “token” is missing.", error="invalid_request")
BAD_SCOPES = problem(400, "“required_scope” is no list of permissions.", error="invalid_request")


def read(sent: Mapping[bytes, bytes], query: bytes, body: bytes) -> Asked:
    credential = sent.get(b"authorization", b"")
    if in_query(query, b"token"):
        return Asked(credential, b"", wrong=IN_ADDRESS)
    try:
        form = fields(sent.get(b"content-type", b""), body)
    except BadForm as bad:
        return Asked(credential, b"", wrong=problem(bad.status, bad.detail, error="invalid_request"))
    return _asked(credential, form)


def _asked(credential: bytes, form: Mapping[bytes, bytes]) -> Asked:
    token, wanted = form.get(b"token", b""), NO_SCOPES
    if not token:
        return Asked(credential, b"", wrong=NO_TOKEN)
    if len(form) == 1:
        return Asked(credential, token)
    if b"required_scope" in form:
        named = scopes(form[b"required_scope"])
        if named is None:
            return Asked(credential, b"", wrong=BAD_SCOPES)
        wanted = named
    address, agent = form.get(b"client_ip", b""), form.get(b"user_agent", b"")
    return Asked(credential, token, wanted, text(address), text(agent))


def yes(entry: Entry) -> Answer:
    if entry.introspected is None:
        entry.introspected = active(entry.known)
    return entry.introspected


def active(known: Known) -> Answer:
    told: dict[str, object] = {
        "active": True,
        "scope": in_words(known.scopes),
        "client_id": known.integration_id,
        "sub": known.tenant,
        "token_type": "Bearer",
        "iat": int(known.issued_at.timestamp()),
    }
    if known.ends_at is not None:
        told["exp"] = int(known.ends_at.timestamp())
    return json_answer({**told, "integration_name": known.name, "token_version": known.version})


def no(_verdict: Verdict, _asked: Asked) -> Answer:
    return INACTIVE
