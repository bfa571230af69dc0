"""A gateway: who asks us whether a token is good. It proves itself with a credential of its own.

Its secret looks like a token of ours, with the prefix ``gw``: the same checksum filters junk, the same
scanners find a leaked one.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from core.refusals import BadField
from core.token import Fingerprint

PREFIX = "gw"
EVERY_TENANT = "*"
HIGHEST_RATE = 1_000_000
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    id: str
    fingerprint: Fingerprint
    made_at: datetime
    ends_at: datetime | None = None
    """Set when it was replaced; None while it is the newest."""

    def works(self, now: datetime) -> bool:
        return self.ends_at is None or now < self.ends_at

    def ending(self, ends_at: datetime) -> Self:
        """An end only ever moves nearer."""
        sooner = ends_at if self.ends_at is None else min(self.ends_at, ends_at)
        return replace(self, ends_at=sooner)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    id: str
    name: str
    """Its user name in HTTP Basic."""
    tenants: frozenset[str]
    """The workspaces it may ask about."""
    credentials: tuple[Credential, ...]
    created_at: datetime
    removed_at: datetime | None = None
    rate: int | None = None
    """Requests a second that it may send to each process; None: as many as the usual limit is."""

    def may_ask_about(self, tenant: str) -> bool:
        return EVERY_TENANT in self.tenants or tenant in self.tenants

    def rotate(self, credential: Credential, overlap: timedelta, now: datetime) -> Self:
        """Add a credential; those before it work for `overlap` more at most."""
        before = (each.ending(now + overlap) for each in self.credentials if each.works(now))
        return replace(self, credentials=(*before, credential))

    def limit(self, rate: int | None) -> Self:
        """Raises `BadField`."""
        return replace(self, rate=gateway_rate(rate))

    def remove(self, now: datetime) -> Self:
        """No credential of it works any more."""
        ended = tuple(each.ending(now) for each in self.credentials)
        return replace(self, credentials=ended, removed_at=now)


@dataclass(frozen=True, slots=True)
class Admission:
    """A gateway that has proved itself, and how long that holds."""

    gateway: Gateway
    ends_at: datetime | None
    """When the credential it came with ends; None while it is the newest."""
    epoch: int
    """How many changes this answer knows of."""

    def holds(self, now: datetime) -> bool:
        return self.ends_at is None or now < self.ends_at


def gateway_rate(rate: int | None) -> int | None:
    """Raises `BadField`."""
    if rate is not None and not 1 <= rate <= HIGHEST_RATE:
        raise BadField("rate", f"A rate is a number of requests a second, from 1 to {HIGHEST_RATE:,}.")
    return rate


def gateway_name(text: str) -> str:
    """`text` as a gateway's name: it goes into headers and commands, so it is plain. Raises `BadField`."""
    if not _NAME.fullmatch(text):
        raise BadField(
            "name",
            "A gateway's name has up to 63 lower-case letters, digits, dots, dashes and underscores, and "
            "begins and ends with a letter or a digit.",
        )
    return text
