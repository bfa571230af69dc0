"""A restored backup has forgotten what happened since. An export of the record brings it up to date.

Only what takes something away is replayed: a token that ended, a permission that went, a gateway that was
removed. What was given since is lost with its secrets, and has to be given anew.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from core.audit import Entry, Event, Head
from core.gateway import Gateway
from core.integration import Integration
from core.quarantine import Quarantine
from core.token import Reason


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the database had come, noted outside of it."""

    epoch: int = 0
    heads: tuple[tuple[int, Head], ...] = ()
    """Heads of the record, each with the epoch at which it was noted."""


@dataclass(slots=True)
class Lost:
    """What was taken from one integration after the backup."""

    ended: set[int] = field(default_factory=set)
    """Versions of tokens that died."""
    replaced: dict[int, int] = field(default_factory=dict)
    """Versions that another one replaced, and which. They were to end soon, and nobody needs them twice."""
    scopes: set[str] = field(default_factory=set)
    quarantined: bool = False
    deleted: bool = False

    def take_in(self, entry: Entry) -> None:
        ended = {int(version) for version in _list(entry, "ended")}
        self.ended |= ended
        if entry.event is Event.ROTATION_CANCEL:
            self.replaced = {old: new for old, new in self.replaced.items() if new not in ended}
        old, new = entry.details.get("replaced"), entry.details.get("version")
        if isinstance(old, int) and isinstance(new, int):
            self.replaced[old] = new
        self.scopes = (self.scopes | {*_list(entry, "scopes_lost")}) - {*_list(entry, "scopes_gained")}
        self.quarantined = entry.event is Event.INTEGRATION_QUARANTINE or (
            self.quarantined and not _ends_quarantine(entry)
        )
        self.deleted = self.deleted or entry.event is Event.INTEGRATION_DELETE

    def taken_from(self, integration: Integration, now: datetime) -> Integration:
        """The integration without what it had lost; the same value if it has none of that."""
        if self.deleted:
            return integration.delete(now)
        gone = self.ended | self.replaced.keys()
        for token in integration.tokens:
            if token.version in gone:
                integration = integration.kill(token.id, Reason.REVOKED, now)
        if self.quarantined and integration.quarantine is None:
            # Who was to be let in is not on record: nobody is, until somebody lifts it.
            integration = replace(integration, quarantine=Quarantine(at=now))
        return replace(integration, scopes=integration.scopes - self.scopes)


def lost(entries: Iterable[Entry]) -> Mapping[str, Lost]:
    """By integration: what the entries after the backup say was taken away."""
    found: dict[str, Lost] = {}
    for entry in entries:
        if entry.event.value.startswith(_OF_INTEGRATIONS):
            found.setdefault(entry.subject, Lost()).take_in(entry)
    return found


def taken_from_gateway(gateway: Gateway, entries: Iterable[Entry], now: datetime) -> Gateway:
    """The gateway with the ends that its secrets had got after the backup."""
    for entry in entries:
        if entry.subject == gateway.id and entry.event is Event.GATEWAY_REMOVE:
            return gateway.remove(now)
        if entry.subject == gateway.id and entry.event is Event.GATEWAY_ROTATE:
            seconds = entry.details.get("overlap_seconds")
            ends_at = entry.at + timedelta(seconds=seconds if isinstance(seconds, int) else 0)
            gateway = replace(
                gateway, credentials=tuple(each.ending(ends_at) for each in gateway.credentials)
            )
    return gateway


_OF_INTEGRATIONS = ("integration:", "token:", "rotation:", "overlap:")


def _list(entry: Entry, key: str) -> list[str]:
    value = entry.details.get(key)
    return value if isinstance(value, list) else []


def _ends_quarantine(entry: Entry) -> bool:
    """The kill of a compromise does, too: then there is nothing left to hold back."""
    killed = entry.event is Event.TOKEN_REVOKE and "incident" in entry.details
    return killed or entry.event is Event.INTEGRATION_LIFT
