"""Where was it used since the exposure, by whom, for what; and what of that is new."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.evidence import Caller, Usage, UseCount
from core.incidents.incident import Incident

BEFORE = timedelta(days=30)
"""Who was seen within so long before the exposure is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerUse:
    """One caller of suspected tokens."""

    caller: Caller
    gateway: str
    """Its name."""
    first_at: datetime
    last_at: datetime
    count: int
    since_before: bool
    """It began before the exposure: then the count is that of all its uses."""
    new: bool
    """Nobody saw it in the 30 days before the exposure; before the report, if nobody knows when that was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeUse:
    scope: str
    last_at: datetime | None
    """When it was last asked for, with any token of the integration; None if never."""
    exposed: bool
    """It was one of the permissions at the opening; else somebody asked for more than was given."""
    since: bool
    """It was asked for since the exposure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UseReport:
    since: datetime
    known: bool
    """Somebody said since when it was exposed; else it counts from when the oldest suspect was made."""
    callers: tuple[CallerUse, ...]
    """Those who were let in, the newest acquaintances first."""
    refused: tuple[CallerUse, ...]
    """Those who were not."""
    scopes: tuple[ScopeUse, ...]

    @property
    def used(self) -> tuple[str, ...]:
        return tuple(each.scope for each in self.scopes if each.exposed and each.since)

    @property
    def unused(self) -> tuple[str, ...]:
        """Exposed without need, as far as anybody asked: a new token can do without them."""
        return tuple(each.scope for each in self.scopes if each.exposed and each.last_at is None)

    @property
    def strangers(self) -> tuple[CallerUse, ...]:
        return tuple(each for each in self.callers if each.new)


def use_report(incident: Incident, usage: Usage) -> UseReport:
    since = exposed_since(incident)
    suspects = {each.id for each in incident.suspects}
    seen = [each for each in usage.counts if each.token_id in suspects and each.last_at >= since]
    # Where nobody knows that, new is who came after the report: of the others it cannot be told.
    known = _known(usage, incident.exposed.since or incident.opened_at)
    return UseReport(
        since=since,
        known=incident.exposed.since is not None,
        callers=_callers((each for each in seen if not each.refused), usage, since, known),
        refused=_callers((each for each in seen if each.refused), usage, since, known),
        scopes=_scopes(incident, usage, since),
    )


def exposed_since(incident: Incident) -> datetime:
    minted = (each.minted_at for each in incident.suspects)
    return incident.exposed.since or min(minted, default=incident.opened_at)


def _known(usage: Usage, since: datetime) -> frozenset[Caller]:
    return frozenset(
        each.caller
        for each in usage.counts
        if not each.refused and each.first_at < since and each.last_at >= since - BEFORE
    )


def _callers(
    counts: Iterable[UseCount], usage: Usage, since: datetime, known: frozenset[Caller]
) -> tuple[CallerUse, ...]:
    together: dict[Caller, UseCount] = {}
    for each in counts:
        before = together.get(each.caller)
        together[each.caller] = each if before is None else before.plus(each)
    found = [
        CallerUse(
            caller=caller,
            gateway=usage.gateways.get(caller.gateway, caller.gateway),
            first_at=each.first_at,
            last_at=each.last_at,
            count=each.count,
            since_before=each.first_at < since,
            new=caller.told and caller not in known,
        )
        for caller, each in together.items()
    ]
    return tuple(sorted(found, key=lambda each: (not each.new, -each.last_at.timestamp())))


def _scopes(incident: Incident, usage: Usage, since: datetime) -> tuple[ScopeUse, ...]:
    asked = usage.scopes
    return tuple(
        ScopeUse(
            scope=scope,
            last_at=asked.get(scope),
            exposed=scope in incident.scopes,
            since=scope in asked and asked[scope] >= since,
        )
        for scope in sorted({*incident.scopes, *asked})
    )
