"""The two questions that gateways ask all day: how each is read, and in which words it is answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from api import authorization, introspection
from api.answers import NO_GATEWAY, TOO_MANY, UNAVAILABLE, Answer
from api.asked import Asked
from api.judging import Verdict
from api.knowledge import Entry


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Kind:
    name: str
    read: Callable[[Mapping[bytes, bytes], bytes, bytes], Asked]
    """From header fields, query and body."""
    yes: Callable[[Entry], Answer]
    no: Callable[[Verdict, Asked], Answer]
    no_gateway: Answer
    too_many: Answer
    unavailable: Answer
    enforces_scopes: bool
    """Whether a missing permission is a refusal here, or the gateway's own decision."""


INTROSPECTION = Kind(
    name="introspection",
    read=introspection.read,
    yes=introspection.yes,
    no=introspection.no,
    no_gateway=NO_GATEWAY,
    too_many=TOO_MANY,
    unavailable=UNAVAILABLE,
    enforces_scopes=False,
)
AUTHORIZATION = Kind(
    name="authorization",
    read=authorization.read,
    yes=authorization.yes,
    no=authorization.no,
    no_gateway=authorization.NO_GATEWAY,
    too_many=authorization.TOO_MANY,
    unavailable=authorization.UNAVAILABLE,
    enforces_scopes=True,
)
