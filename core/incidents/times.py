"""How long it took: to notice, to contain, to replace, to be sure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.incidents.incident import Incident
from core.incidents.steps import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """None where it has not come to that, or nobody knows when it began."""

    detect: timedelta | None
    """From the exposure to the report."""
    contain: timedelta | None
    """From the report to the kill, or to the quarantine."""
    rotate: timedelta | None
    """From the kill until the third party held the new token."""
    verify: timedelta | None
    """From the kill, or the quarantine, until the old token was silent and nobody new had come."""


def times(incident: Incident) -> Times:
    contained = incident.contained_at
    delivered = incident.mark(Step.DELIVER).done_at if Step.DELIVER in incident.steps else None
    return Times(
        detect=_between(incident.exposed.since, incident.opened_at),
        contain=_between(incident.opened_at, contained),
        rotate=_between(incident.killed_at, delivered),
        verify=_between(contained, _verified(incident)),
    )


def _verified(incident: Incident) -> datetime | None:
    ends = [incident.mark(step).done_at for step in (Step.QUIET, Step.WATCH) if step in incident.steps]
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None


def _between(start: datetime | None, end: datetime | None) -> timedelta | None:
    """Never negative: a fact may be older than the act that asked for it."""
    return max(end - start, timedelta()) if start is not None and end is not None else None
