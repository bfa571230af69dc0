"""The rule itself: what is to be said of a token, to this gateway, at this instant."""

from datetime import datetime
from enum import Enum

from api.asked import Asked
from core.gateway import Gateway
from core.verification import Known


class Verdict(Enum):
    GOOD = "good"
    ABSENT = "absent"
    """No token was sent."""
    UNKNOWN = "unknown"
    """Junk, not ours, or of a workspace that this gateway may not ask about: the same to whoever asks."""
    DEAD = "dead"
    """Ours, and over. Only the record says so; the gateway hears what it hears of an unknown one."""
    LACKING = "lacking"
    """Good, but without a permission that is needed."""

    __hash__ = object.__hash__  # by identity: the default hashes a name each time


GOOD, ABSENT, UNKNOWN, DEAD, LACKING = Verdict  # plain names: on the hot path looking into an enum is felt


def judge(asked: Asked, gateway: Gateway, known: Known | None, now: datetime) -> Verdict:
    if not asked.token:
        return ABSENT
    if known is None or not gateway.may_ask_about(known.tenant):
        return UNKNOWN
    if not known.active(now):
        return DEAD
    return GOOD if asked.wanted <= known.scopes else LACKING
