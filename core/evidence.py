"""Evidence of use: who used which token.

A caller is as precise as is needed to tell machines apart and no more: a network instead of an address, the
family of its agent instead of the whole line.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import NamedTuple, Self

LONGEST_AGENT = 40
QUIET, LONGEST_QUIET = timedelta(hours=24), timedelta(days=30)
"""A caller of the old token that was silent for so long is taken to have gone; the default, and the most."""
WHOAMI = "/v1/whoami"
"""In the place of a gateway: somebody who had the token asked about it without one."""
_AGENT = re.compile(r"[A-Za-z0-9._-]+")
_V4, _V6 = 24, 48


@dataclass(frozen=True, slots=True)
class Caller:
    """Who used a token, as far as the gateway says."""

    gateway: str
    """The gateway's id."""
    network: str = ""
    agent: str = ""

    @property
    def told(self) -> bool:
        """Whether the gateway says who calls: without that, nobody can be seen to have moved."""
        return bool(self.network or self.agent)


class Use(NamedTuple):
    """One verification of a token, as the request path notes it: made on each request, so a tuple."""

    tenant: str
    integration_id: str
    token_id: str
    caller: Caller
    at: datetime
    scopes: frozenset[str] = frozenset()
    """Those that were asked for."""
    refused: bool = False
    """It was dead, or may not be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCount:
    """Uses of one token by one caller, added up."""

    tenant: str
    integration_id: str
    token_id: str
    caller: Caller
    refused: bool = False
    first_at: datetime
    last_at: datetime
    count: int
    longest_pause: timedelta = timedelta()
    """The longest time between two uses: the caller's own rhythm."""
    scopes: Mapping[str, datetime] = field(default_factory=dict)
    """When each permission was last asked for."""

    def plus(self, other: Self) -> Self:
        """Both together; of the same token and caller, in any order. A pause is kept in whole seconds."""
        between = max(self.first_at, other.first_at) - min(self.last_at, other.last_at)
        return replace(
            self,
            first_at=min(self.first_at, other.first_at),
            last_at=max(self.last_at, other.last_at),
            count=self.count + other.count,
            longest_pause=max(self.longest_pause, other.longest_pause, _whole_seconds(between)),
            scopes={
                scope: max(each.scopes[scope] for each in (self, other) if scope in each.scopes)
                for scope in {*self.scopes, *other.scopes}
            },
        )


@dataclass(frozen=True, slots=True)
class Usage:
    """All that is known of the use of one integration's tokens."""

    counts: tuple[UseCount, ...] = ()
    scopes: Mapping[str, datetime] = field(default_factory=dict)
    """When each permission was last asked for."""
    gateways: Mapping[str, str] = field(default_factory=dict)
    """The names of those that occur, by id."""

    def of(self, token_id: str) -> tuple[UseCount, ...]:
        """Accepted uses of one token, the latest first."""
        return _latest_first(each for each in self.counts if each.token_id == token_id and not each.refused)

    @property
    def refused(self) -> tuple[UseCount, ...]:
        """Tries of tokens that were dead, the latest first."""
        return _latest_first(each for each in self.counts if each.refused)

    @property
    def last_at(self) -> datetime | None:
        return max((each.last_at for each in self.counts if not each.refused), default=None)

    def callers_before(self, before: datetime) -> frozenset[Caller]:
        """Who was let in before an instant."""
        return frozenset(each.caller for each in self.counts if not each.refused and each.first_at < before)

    def tells_callers_of(self, token_id: str, now: datetime) -> bool:
        """Whether each use of a token says who it was: then *until moved* can be offered for it.

        One that was silent for the longest time there is has gone, whoever it was.
        """
        recent = [each for each in self.of(token_id) if each.last_at > now - LONGEST_QUIET]
        return bool(recent) and all(each.caller.told for each in recent)


def proposed_quiet(usage: Usage, now: datetime) -> timedelta:
    """From the integration's own rhythm: half as long again as its longest pause, in whole days.

    A caller that is silent at the moment is in a pause that is at least so long.
    """
    accepted = [each for each in usage.counts if not each.refused]
    last: dict[Caller, datetime] = {}
    for each in accepted:
        last[each.caller] = max(each.last_at, last.get(each.caller, each.last_at))
    pauses = [each.longest_pause for each in accepted] + [now - at for at in last.values()]
    day = timedelta(days=1)
    days = -(max(pauses, default=timedelta()) * -3 / 2 // day)
    return min(max(days * day, QUIET), LONGEST_QUIET)


def network_of(address: str) -> str:
    """The /24 or /48 that an address is in; empty for what is no address."""
    try:
        ip = ip_address(address.strip())
    except ValueError:
        return ""
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is None:
        return str(IPv6Network((int(ip), _V6), strict=False))
    plain = ip.ipv4_mapped if isinstance(ip, IPv6Address) else ip
    return str(IPv4Network((int(plain or 0), _V4), strict=False))


def agent_family(agent: str) -> str:
    """``curl/8.5.0 (x86)`` is ``curl``; empty for what does not begin like a product."""
    found = _AGENT.match(agent)
    return found[0][:LONGEST_AGENT] if found else ""


def _whole_seconds(span: timedelta) -> timedelta:
    return timedelta(seconds=span // timedelta(seconds=1))


def _latest_first(counts: Iterable[UseCount]) -> tuple[UseCount, ...]:
    return tuple(sorted(counts, key=lambda each: each.last_at, reverse=True))


@dataclass(frozen=True, slots=True)
class LastUse:
    """The use of an integration at a glance, for lists."""

    at: datetime
    callers: int
    """Those of the last day."""
