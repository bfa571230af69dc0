"""Weighing the evidence: steps are ticked and un-ticked, that is put on record, and people are told."""

from collections.abc import Mapping
from datetime import datetime

from core.audit import SYSTEM, Detail, Event
from core.incidents.evidence import Scene, findings
from core.incidents.facts import Finding
from core.incidents.incident import Incident
from core.incidents.said import below, to_lead
from core.incidents.steps import Step
from core.notices import Kind
from core.ports import Reading, Transaction


async def evidence(reading: Reading, incident: Incident, now: datetime) -> Mapping[Step, Finding]:
    """What can be found out about each step at this moment."""
    tokens = await reading.tokens(incident.integration_id)
    usage = await reading.usage(incident.integration_id)
    return findings(Scene(incident, tokens, usage, now))


async def weigh(tx: Transaction, before: Incident, now: datetime) -> Incident:
    """The incident with its steps as the evidence has them. To be kept by whoever asked."""
    found = await evidence(tx, before, now)
    after = before.weighed(found, now)
    for step, finding in found.items():
        if after.mark(step) != before.mark(step):
            await _turned(tx, after, step, finding)
    return after


async def _turned(tx: Transaction, incident: Incident, step: Step, finding: Finding) -> None:
    mark = incident.mark(step)
    await tx.note(
        Event.INCIDENT_STEP,
        by=SYSTEM,
        subject=incident.integration_id,
        subject_name=incident.name,
        incident=incident.id,
        step=step,
        what="evident" if mark.evident_at is not None else "turned",
        fact=finding.fact,
        **_whose(finding),
    )
    if mark.turned is not None:
        facts = {"step": step.value, "fact": finding.fact.value}
        await tx.say(below(incident, Kind.INCIDENT_TURNED, **facts))
        for notice in to_lead(incident, Kind.INCIDENT_TURNED, **facts):
            await tx.say(notice)


def _whose(finding: Finding) -> dict[str, Detail]:
    who = finding.caller
    return {"gateway": who.gateway, "network": who.network, "agent": who.agent} if who is not None else {}
