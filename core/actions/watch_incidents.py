"""What time alone brings about in an incident: evidence, reminders, the 72 hours, the review.

Looked at without a lock first: mostly nothing has changed. Safe to run twice and anywhere: whatever is said
is written down in the incident, in the transaction that says it.
"""

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from core.incidents.cadence import Due, Reminder, clock_said, reminders
from core.incidents.facts import Finding
from core.incidents.incident import Incident
from core.incidents.ports import Where
from core.incidents.said import below, notice, to_lead
from core.incidents.steps import Step
from core.incidents.weighing import evidence, tick
from core.notices import Kind, Notice
from core.ports import Reading, Tools, Transaction
from core.sweeping import due, paged, sweep

BATCH = 100
HOUR_IN_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Looked:
    incident: Incident
    found: Mapping[Step, Finding]
    """Nothing of a closed one: its steps are as they were."""


async def watch_incidents(tools: Tools) -> Counter[str]:
    """Returns how many incidents were brought up to date, and how often people were reminded of what."""
    return sum(await sweep(tools, _to_look_at(tools), _look, _bring_up_to_date), Counter())


async def incidents_to_watch(tools: Tools) -> int:
    """In how many there is something to do."""
    return await due(tools, _to_look_at(tools), _look)


def _to_look_at(tools: Tools) -> AsyncIterator[Where]:
    now = tools.now()
    return paged(lambda last: tools.store.incidents.due(now, BATCH, after=last))


async def _look(tools: Tools, reading: Reading, where: Where) -> Looked | None:
    now = tools.now()
    incident = await reading.incidents.one(where.incident_id)
    found = await evidence(reading, incident, now) if incident.open else {}
    changed = incident.weighed(found, now) is not incident
    return Looked(incident, found) if changed or reminders(incident, now) else None


async def _bring_up_to_date(tools: Tools, tx: Transaction, seen: Looked) -> Counter[str]:
    now = tools.now()
    after = await tick(tx, seen.incident, seen.found, now)
    said = reminders(after, now)
    for reminder in said:
        after = await _remind(tx, after, reminder, now)
    await tx.incidents.keep(after)
    return Counter({"brought up to date": 1, **Counter(reminder.due.value for reminder in said)})


async def _remind(tx: Transaction, incident: Incident, reminder: Reminder, now: datetime) -> Incident:
    for said in _said(incident, reminder):
        await tx.say(said)
    if reminder.due is Due.CLOCK:
        return replace(incident, clock_said=clock_said(incident, now))
    if reminder.due is Due.REVIEW:
        return replace(incident, review_said_at=now)
    return replace(incident, nudges=incident.nudges + 1, nudged_at=now)


def _said(incident: Incident, reminder: Reminder) -> list[Notice]:
    if reminder.due is Due.REVIEW:
        readers = dict.fromkeys(filter(None, (incident.lead, incident.place)))
        return [replace(notice(incident, Kind.INCIDENT_REVIEW, to), urgent=False) for to in readers]
    if reminder.left is not None:
        hours = str(int(reminder.left.total_seconds() // HOUR_IN_SECONDS))
        kind = Kind.INCIDENT_CLOCK
        return [below(incident, kind, hours=hours), *to_lead(incident, kind, hours=hours)]
    facts = {"number": str(incident.nudges + 1), "last": "yes" if reminder.due is Due.LAST_NUDGE else ""}
    nudge = Kind.INCIDENT_NUDGE
    return to_lead(incident, nudge, **facts) or [below(incident, nudge, **facts)]
