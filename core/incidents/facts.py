"""What can be found out about a step without asking anybody."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.evidence import Caller


class Fact(StrEnum):
    LED = "led"
    """Somebody leads, and the severity is set."""
    NO_LEAD = "no_lead"
    NAMED = "named"
    """The integration was named."""
    BY_DIGEST = "by_digest"
    """The token itself was given, and recognised by its digest."""
    REFUSED = "refused"
    """A suspected token, or a caller in quarantine, was refused."""
    NOT_TRIED = "not_tried"
    """Nobody has tried since."""
    STILL_GOOD = "still_good"
    """A suspected token was accepted after it was killed, or is not dead."""
    SOURCE_DELETED = "source_deleted"
    SOURCE_THERE = "source_there"
    EXPOSURE_KNOWN = "exposure_known"
    EXPOSURE_UNKNOWN = "exposure_unknown"
    USE_READ = "use_read"
    USE_UNREAD = "use_unread"
    MINTED = "minted"
    """There is a replacement."""
    NOT_MINTED = "not_minted"
    CONFIRMED = "confirmed"
    """Whoever received the replacement has confirmed it."""
    NOT_CONFIRMED = "not_confirmed"
    WORKING = "working"
    """The third party uses the replacement."""
    UNUSED = "unused"
    TRIED_AGAIN = "tried_again"
    """The old token was tried within the last half hour."""
    SILENT = "silent"
    """It was not."""
    NEW_CALLER = "new_caller"
    """Somebody got in who was not seen before."""
    NO_NEW_CALLER = "no_new_caller"
    WATCHING = "watching"
    """Nothing yet, and the time is not over."""
    TOLD = "told"
    NOT_TOLD = "not_told"
    CLOSED = "closed"
    ASK_PEOPLE = "ask_people"
    """Only a person can know."""


class Weight(StrEnum):
    FOR = "for"
    NEITHER = "neither"
    AGAINST = "against"


@dataclass(frozen=True, slots=True)
class Finding:
    weight: Weight
    fact: Fact
    at: datetime | None = None
    """When it happened, where that is known."""
    caller: Caller | None = None
    """Whose doing it was."""


def is_(fact: Fact, at: datetime | None = None, caller: Caller | None = None) -> Finding:
    return Finding(Weight.FOR, fact, at, caller)


def not_yet(fact: Fact) -> Finding:
    return Finding(Weight.NEITHER, fact)


def against(fact: Fact, at: datetime | None = None, caller: Caller | None = None) -> Finding:
    return Finding(Weight.AGAINST, fact, at, caller)


NOBODY_KNOWS = not_yet(Fact.ASK_PEOPLE)

WORDS = {
    Fact.LED: "somebody leads it, and a severity is set",
    Fact.NO_LEAD: "nobody leads it",
    Fact.NAMED: "the integration was named",
    Fact.BY_DIGEST: "the token was recognised by its digest",
    Fact.REFUSED: "somebody was refused",
    Fact.NOT_TRIED: "nobody has tried",
    Fact.STILL_GOOD: "a suspected token was still good",
    Fact.SOURCE_DELETED: "the message was deleted",
    Fact.SOURCE_THERE: "the source is not known to be gone",
    Fact.EXPOSURE_KNOWN: "it is written down",
    Fact.EXPOSURE_UNKNOWN: "it is not written down",
    Fact.USE_READ: "somebody read the report",
    Fact.USE_UNREAD: "nobody read the report",
    Fact.MINTED: "there is a new token",
    Fact.NOT_MINTED: "there is no new token",
    Fact.CONFIRMED: "its recipient has confirmed it",
    Fact.NOT_CONFIRMED: "nobody has confirmed it",
    Fact.WORKING: "the third party used it",
    Fact.UNUSED: "nobody has used it",
    Fact.TRIED_AGAIN: "the old token was tried",
    Fact.SILENT: "nobody tried it for 30 minutes",
    Fact.NEW_CALLER: "a new caller was let in",
    Fact.NO_NEW_CALLER: "no new caller came",
    Fact.WATCHING: "the time is not over",
    Fact.TOLD: "an update was given",
    Fact.NOT_TOLD: "no update was given",
    Fact.CLOSED: "the incident is closed",
    Fact.ASK_PEOPLE: "only people can know",
}
"""Each fact as the end of a sentence."""
