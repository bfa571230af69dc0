"""The words of an incident: how bad, how far out, what to do about the tokens."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self, TypeVar

from core.token import Token


class Severity(StrEnum):
    P1 = "P1"
    """May change things, or worse, and public or used by who knows whom."""
    P2 = "P2"
    """May change things, seen by people inside."""
    P3 = "P3"
    """May only read, seen by people inside."""
    P4 = "P4"
    """A token that was dead already, or a decoy."""


class Exposure(StrEnum):
    PUBLIC = "public"
    INTERNAL = "internal"
    UNKNOWN = "unknown"


class Way(StrEnum):
    """What becomes of the tokens."""

    ROTATE = "rotate"
    """Every token dies at once; a new one is made when its recipient asks for it."""
    REVOKE = "revoke"
    """Every token dies at once; no new one."""
    QUARANTINE = "quarantine"
    """They go on working for what they are known to do: see `core.quarantine`."""

    @property
    def kills(self) -> bool:
        return self is not Way.QUARANTINE


class PersonalData(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


Grave = TypeVar("Grave", Severity, Exposure, PersonalData)
"""The gravest comes first, and what nobody knows last."""


def worse(one: Grave, other: Grave) -> Grave:
    return min(one, other, key=list(type(one)).index)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposed:
    """How far out the token is, as far as anybody can say."""

    exposure: Exposure = Exposure.UNKNOWN
    since: datetime | None = None
    where: str = ""
    link: str = ""

    @property
    def known(self) -> bool:
        return self.exposure is not Exposure.UNKNOWN and self.since is not None

    @property
    def place(self) -> tuple[str, str]:
        return self.where, self.link

    def joined(self, other: Self) -> Self:
        """The worse of both, and the earlier; where it was stands as it was said first."""
        instants = [each for each in (self.since, other.since) if each is not None]
        first = self if any(self.place) else other
        return replace(
            first, exposure=worse(self.exposure, other.exposure), since=min(instants, default=None)
        )


NOT_KNOWN = Exposed()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """A token that may be in wrong hands; what is kept of it."""

    id: str
    version: int
    last_four: str
    minted_at: datetime

    @classmethod
    def of(cls, token: Token) -> Self:
        return cls(
            id=token.id,
            version=token.version,
            last_four=token.fingerprint.last_four,
            minted_at=token.minted_at,
        )


def together(some: tuple[Suspect, ...], others: tuple[Suspect, ...]) -> tuple[Suspect, ...]:
    """Each once."""
    return tuple({each.id: each for each in (*some, *others)}.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    by: str
    at: datetime
    text: str
    link: str = ""
    """An address, where the note is one."""
    step: str = ""
    """The step it belongs to, if to any."""
