"""How often an incident asks for news, and what it reminds of. Every number of an incident is here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core.incidents.incident import Incident
from core.incidents.kinds import PersonalData, Severity
from core.incidents.steps import Step

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
RHYTHM = {
    Severity.P1: 30 * MINUTE,
    Severity.P2: 2 * HOUR,
    Severity.P3: 8 * HOUR,
    Severity.P4: DAY,
}
"""How often an update is due; and how long the new token is watched for callers that nobody knows."""
SILENCE = 30 * MINUTE
"""An old token that nobody tries for so long counts as dead to the world."""
MOST_NUDGES = 6
"""In a row, without anybody doing anything: whoever does not hear six will not hear the seventh."""
MOST_TURNS = 3
"""Of one step, that its leader hears of directly: a forgotten job turns it with each try, every hour.
Below the checklist, each is said."""
TO_NOTIFY = 72 * HOUR
"""From when a breach is known until the authority is told (GDPR, article 33)."""
CLOCK_WARNINGS = (48 * HOUR, 24 * HOUR, 6 * HOUR, HOUR, timedelta())
"""So much time is left."""
REVIEW_WITHIN = {Severity.P1: 5, Severity.P2: 5, Severity.P3: 15, Severity.P4: 15}
"""Working days."""
_SATURDAY = 5


class Due(StrEnum):
    """What an incident has to say by itself."""

    NUDGE = "nudge"
    """To its leader: an update is due, and these steps are open."""
    LAST_NUDGE = "last_nudge"
    """And there will be no other one until somebody does something."""
    CLOCK = "clock"
    """So much is left of the 72 hours."""
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Reminder:
    due: Due
    left: timedelta | None = None
    """Of the 72 hours."""


def notify_by(incident: Incident) -> datetime | None:
    """The end of the 72 hours, while personal data was in reach, or may have been."""
    if incident.drill or incident.personal_data is PersonalData.NO:
        return None
    return incident.opened_at + TO_NOTIFY


def next_update(incident: Incident) -> datetime:
    """When those who wait for news should have the next."""
    last = max(filter(None, (incident.opened_at, incident.told_at)))
    return last + RHYTHM[incident.severity]


def reminders(incident: Incident, now: datetime) -> tuple[Reminder, ...]:
    """What is due now; stages that coincide are one. The 72 hours do not stop for a closing."""
    asked = _nudge(incident, now) if incident.open else _review(incident, now)
    return (*asked, *_clock(incident, now))


def look_at(incident: Incident) -> datetime | None:
    """When to look at it next: an open one always, a closed one for a warning or its review."""
    if incident.open:
        return incident.opened_at
    review = incident.review_at if incident.review_said_at is None else None
    return min(filter(None, (review, _next_warning(incident))), default=None)


def review_at(closed: datetime, severity: Severity) -> datetime:
    """So many working days later, at the same time of day."""
    at, days = closed, REVIEW_WITHIN[severity]
    while days:
        at += DAY
        days -= at.weekday() < _SATURDAY
    return at


def _nudge(incident: Incident, now: datetime) -> tuple[Reminder, ...]:
    last = max(filter(None, (incident.opened_at, incident.told_at, incident.nudged_at)))
    if incident.nudges >= MOST_NUDGES or now < last + RHYTHM[incident.severity]:
        return ()
    return (Reminder(Due.LAST_NUDGE if incident.nudges + 1 == MOST_NUDGES else Due.NUDGE),)


def _clock(incident: Incident, now: datetime) -> tuple[Reminder, ...]:
    end, due = notify_by(incident), _next_warning(incident)
    return (Reminder(Due.CLOCK, end - now),) if end is not None and due is not None and due <= now else ()


def _next_warning(incident: Incident) -> datetime | None:
    """Only where it is certain: of "nobody knows yet" the checklist itself reminds."""
    end, certain = notify_by(incident), incident.personal_data is PersonalData.YES
    if end is None or not certain or incident.mark(Step.DATA).done:
        return None
    ahead = CLOCK_WARNINGS[incident.clock_said :]
    return end - ahead[0] if ahead else None


def clock_said(incident: Incident, now: datetime) -> int:
    """How many of the warnings are behind us."""
    end = notify_by(incident)
    return sum(end - now <= stage for stage in CLOCK_WARNINGS) if end is not None else 0


def _review(incident: Incident, now: datetime) -> tuple[Reminder, ...]:
    due = incident.review_at is not None and incident.review_at <= now
    return (Reminder(Due.REVIEW),) if due and incident.review_said_at is None else ()
