"""A report that a token is where it should not be, and what became of the report.

Whoever reports has the whole token: its digest is looked up, and nothing less than all of it counts.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from urllib.parse import quote, unquote

from core.leaks.finding import tokens_in
from core.naming import visible
from core.secret import Secret

LONGEST_URL, LONGEST_NOTE, LONGEST_KIND = 400, 300, 40
_WEB = ("https://", "http://")
_IN_ADDRESSES = "%/?#[]@!$&'()*+,;=:-._~"
"""What an address may have in it, by RFC 3986: nothing that ends a link in Slack."""
_TIMES = 3
"""So often may an address hide what it says in percent signs."""


class Source(StrEnum):
    """Who reports."""

    GITHUB = "github"
    """Secret scanning, signed."""
    HOLDER = "holder"
    """Anybody who has the token."""
    SLACK = "slack"
    """Seen in a conversation."""


class Label(StrEnum):
    """What a scanner hears about one of its findings."""

    TRUE_POSITIVE = "true_positive"
    """It is, or was, a token of ours."""
    FALSE_POSITIVE = "false_positive"


class State(StrEnum):
    """What became of a report."""

    REVOKED = "revoked"
    ALERTED = "alerted"
    """Its integration is one that people decide about."""
    HELD = "held"
    """By the brake, until somebody decides."""
    DROPPED = "dropped"
    """Somebody decided that nothing is to be done."""
    DEAD = "dead"
    """The token was dead already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    secret: Secret
    source: Source
    by: str
    """The actor on record."""
    url: str = ""
    """Where it was found, as it came."""
    kind: str = ""
    """What kind of place that is, in the scanner's word, such as ``commit``."""
    note: str = ""
    message: str = ""
    """The message that shows it, if it is one, as ``channel ts``."""

    @property
    def place(self) -> bytes:
        """The same place twice is one report."""
        return sha256(self.url.encode("utf-8", "replace")).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """A report that was true, as it is kept: its words are fit to be shown."""

    id: str
    integration_id: str
    token_id: str
    place: bytes
    source: Source
    kind: str
    url: str
    note: str
    message: str = ""
    """The message that shows it, if it is one, as ``channel ts``."""
    at: datetime
    state: State
    settled_by: str | None = None
    """Who decided, if people had to."""
    settled_at: datetime | None = None


def address(url: str, secret: Secret) -> str:
    """Where it was found, fit to be shown and linked; empty if that is no address or has a token in it."""
    if not url.startswith(_WEB) or _has_token(url, secret):
        return ""
    return quote(url, safe=_IN_ADDRESSES, errors="replace")[:LONGEST_URL]


def words(text: str, secret: Secret, longest: int) -> str:
    """Of whoever reports, in one line; empty if a token is among them."""
    return "" if _has_token(text, secret) else visible(text, longest)


def _has_token(text: str, secret: Secret) -> bool:
    for _ in range(_TIMES):
        if secret.shows_in(text) or tokens_in(text):
            return True
        text = unquote(text)
    return False
