"""Permissions that nobody uses: which they are, and which were taken away lately and can be put back.

Both stand in what is written down anyway: in the evidence of use, and in the audit record.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.audit import Entry, Event
from core.evidence import Usage
from core.integration import Integration
from core.ports import Reading
from core.refusals import OfIntegration

UNUSED_FOR = timedelta(days=90)
PUT_BACK_WITHIN = timedelta(days=7)
_PAGE = 100


class NothingUnused(OfIntegration):
    code = "nothing_unused"
    sentence = "All permissions of “{name}” were used in the last 90 days, or given to it since."


class NothingToPutBack(OfIntegration):
    code = "nothing_to_put_back"
    sentence = (
        "Nothing can be put back to “{name}” with one press any more. *Edit* can still give it permissions."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Unused:
    scopes: frozenset[str] = frozenset()
    """Those that nobody asked for in so long."""
    taken: frozenset[str] = frozenset()
    """Those that were taken away lately for that reason, and are not back."""
    taken_by: str = ""
    taken_at: datetime | None = None


async def unused_of(reading: Reading, integration: Integration, usage: Usage, now: datetime) -> Unused:
    entries = await _since(reading, integration.id, now - UNUSED_FOR)
    taken = _last_taken(entries, now)
    if taken is None:
        return Unused(scopes=_unused(integration, usage, entries, now))
    return Unused(
        scopes=_unused(integration, usage, entries, now),
        taken=frozenset(_named(taken, "scopes_lost")) - integration.scopes,
        taken_by=taken.actor,
        taken_at=taken.at,
    )


def _unused(
    integration: Integration, usage: Usage, entries: Iterable[Entry], now: datetime
) -> frozenset[str]:
    """Nothing where nobody can know: it was not watched for so long, or gateways do not say what is asked.

    Nor where nobody asked for anything: then the integration is idle, which is another matter.
    """
    since = now - UNUSED_FOR
    watched = any(each.first_at <= since for each in usage.counts if not each.refused)
    asked = {scope for scope, at in usage.scopes.items() if at > since}
    if not watched or not asked & integration.scopes:
        return frozenset()
    given_lately = {scope for entry in entries for scope in _named(entry, "scopes_gained")}
    return integration.scopes - asked - given_lately


def _last_taken(entries: Iterable[Entry], now: datetime) -> Entry | None:
    """Newest first."""
    for entry in entries:
        if entry.event is Event.PERMISSIONS_PUT_BACK or entry.at <= now - PUT_BACK_WITHIN:
            return None
        if entry.event is Event.PERMISSIONS_REMOVE:
            return entry
    return None


async def _since(reading: Reading, subject: str, since: datetime) -> list[Entry]:
    found: list[Entry] = []
    before = None
    while True:
        page = await reading.audit(subject=subject, before=before, limit=_PAGE)
        found += [entry for entry in page if entry.at > since]
        if len(page) < _PAGE or page[-1].at <= since:
            return found
        before = page[-1].sequence


def _named(entry: Entry, key: str) -> list[str]:
    named = entry.details.get(key)
    return named if isinstance(named, list) else []
