"""Weighing the evidence: steps are ticked and un-ticked, that is put on record, and people are told."""

from collections.abc import Mapping
from datetime import datetime

from core.audit import SYSTEM, Detail, Event
from core.incidents.cadence import MOST_TURNS
from core.incidents.evidence import Scene, findings
from core.incidents.facts import Finding
from core.incidents.incident import Incident
from core.incidents.said import below, done_by, to_lead
from core.incidents.steps import Mark, Step
from core.notices import Kind
from core.ports import Reading, Transaction


async def evidence(reading: Reading, incident: Incident, now: datetime) -> Mapping[Step, Finding]:
    """What can be found out about each step at this moment."""
    tokens = await reading.tokens(incident.integration_id)
    usage = await reading.usage(incident.integration_id)
    return findings(Scene(incident, tokens, usage, now))


async def weigh(tx: Transaction, before: Incident, now: datetime, *, aloud: bool = True) -> Incident:
    """The incident with its steps as the evidence has them. To be kept by whoever asked.

    `aloud`: what shows to be done is said below its card, too. What turns is said in any case.
    """
    return await tick(tx, before, await evidence(tx, before, now), now, aloud=aloud)


async def tick(
    tx: Transaction, before: Incident, found: Mapping[Step, Finding], now: datetime, *, aloud: bool = True
) -> Incident:
    """The same, for whoever has looked already."""
    after = before.weighed(found, now)
    for step, finding in found.items():
        if after.mark(step) != before.mark(step):
            await _changed(tx, after, step, finding, aloud=aloud)
    return after


async def _changed(tx: Transaction, incident: Incident, step: Step, finding: Finding, *, aloud: bool) -> None:
    mark, event = incident.mark(step), Event.INCIDENT_STEP
    details: dict[str, Detail] = {"step": step, "what": _what(mark), "fact": finding.fact, **_whose(finding)}
    subject, name = incident.integration_id, incident.name
    await tx.note(event, by=SYSTEM, subject=subject, subject_name=name, incident=incident.id, **details)
    if mark.turned is not None:
        kind, facts = Kind.INCIDENT_TURNED, {"step": step.value, "fact": finding.fact.value}
        directly = to_lead(incident, kind, **facts) if mark.turns <= MOST_TURNS else []
        for said in (below(incident, kind, **facts), *directly):
            await tx.say(said)
    elif aloud:
        await tx.say(done_by(incident, event, SYSTEM, notes_before=len(incident.notes), **details))


def _what(mark: Mark) -> str:
    if mark.evident_at is not None:
        return "evident"
    return "faded" if mark.done else "turned"


def _whose(finding: Finding) -> dict[str, Detail]:
    who = finding.caller
    return {"gateway": who.gateway, "network": who.network, "agent": who.agent} if who is not None else {}
