"""What a gateway asks, read from a request. Nothing here looks anything up."""

import base64
import binascii
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from api.answers import Answer, Header
from core.gateway import gateway_name
from core.naming import is_scope
from core.refusals import BadField
from core.secret import LONGEST, Secret

NO_SCOPES: frozenset[str] = frozenset()
LONGEST_SCOPES = 1000
LONGEST_BASIC = 256
LONGEST_AGENT = 100


class Asked(NamedTuple):
    credential: bytes
    """The gateway's, as it came: ``Basic …``, or empty."""
    token: bytes
    """Of the end caller, as it came; empty if there was none."""
    wanted: frozenset[str] = NO_SCOPES
    """The permissions that the end caller needs."""
    address: str = ""
    """The end caller's, where the gateway says it; so is the agent."""
    agent: str = ""
    wrong: Answer | None = None
    """What is wrong with the request itself: told to a gateway only."""


def header_fields(headers: Sequence[Header]) -> dict[bytes, bytes]:
    """By lower-case name. What came twice is joined as HTTP says, so that a single value cannot be read."""
    fields = dict(headers)
    if len(fields) != len(headers):
        fields = {}
        for name, value in headers:
            fields[name] = fields[name] + b", " + value if name in fields else value
    return fields


def basic(credential: bytes) -> tuple[str, Secret] | None:
    """A gateway's name and secret. None for what cannot be one, found out without any look-up."""
    scheme, _, encoded = credential.partition(b" ")
    if scheme.lower() != b"basic" or len(encoded) > LONGEST_BASIC:
        return None
    try:
        name, _, password = base64.b64decode(encoded.strip(), validate=True).decode("ascii").partition(":")
        secret = Secret.parse(password)
        return (gateway_name(name), secret) if secret is not None else None
    except (binascii.Error, UnicodeDecodeError, BadField):
        return None


def bearer(authorization: bytes) -> bytes:
    """The token of a ``Bearer`` header; empty for another scheme, which is as if nothing had come."""
    scheme, _, token = authorization.partition(b" ")
    return token.strip(b" ") if scheme.lower() == b"bearer" else b""


def secret_in(token: bytes) -> Secret | None:
    """None for junk: by length, alphabet and checksum."""
    if len(token) > LONGEST or not token.isascii():
        return None
    return Secret.parse(token.decode("ascii"))


@lru_cache(maxsize=1024)
def scopes(text: bytes) -> frozenset[str] | None:
    """Names with spaces between them; None if that is not what it is."""
    named = text.decode("latin-1").split(" ")
    if len(text) > LONGEST_SCOPES or not all(is_scope(name) for name in named if name):
        return None
    return frozenset(named) - {""}


def in_words(names: Iterable[str]) -> str:
    """The other way round. What an old catalogue had that cannot be said in a list grants nothing."""
    return " ".join(sorted(name for name in names if is_scope(name)))


def text(value: bytes) -> str:
    """Of an address or an agent: no more than evidence needs."""
    return value[:LONGEST_AGENT].decode("latin-1")
