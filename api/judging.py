"""The rule itself: what is to be said of a token, to this gateway, at this instant."""

from datetime import datetime
from enum import Enum

from api.asked import Asked
from api.evidence import caller
from core.gateway import Gateway
from core.quarantine import Quarantine
from core.verification import Known


class Verdict(Enum):
    GOOD = "good"
    ABSENT = "absent"
    """No token was sent."""
    UNKNOWN = "unknown"
    """Junk, not ours, or of a workspace that this gateway may not ask about: the same to whoever asks."""
    DEAD = "dead"
    """Ours, and over. Only the record says so; the gateway hears what it hears of an unknown one."""
    HELD = "held"
    """In quarantine, and not known to have used it before. To the gateway, the same again."""
    LACKING = "lacking"
    """Good, but without a permission that is needed."""

    __hash__ = object.__hash__  # by identity: the default hashes a name each time


# Plain names: on the hot path looking into an enum is felt.
GOOD, ABSENT, UNKNOWN, DEAD, HELD, LACKING = Verdict


def judge(asked: Asked, gateway: Gateway, known: Known | None, now: datetime) -> Verdict:
    if not asked.token:
        return ABSENT
    if known is None or not gateway.may_ask_about(known.tenant):
        return UNKNOWN
    if not known.active(now):
        return DEAD
    if known.quarantine is not None and not _admitted(known.quarantine, asked, gateway):
        return HELD
    return GOOD if asked.wanted <= known.scopes else LACKING


def _admitted(quarantine: Quarantine, asked: Asked, gateway: Gateway) -> bool:
    return quarantine.admits(caller(gateway.id, asked.address, asked.agent))
