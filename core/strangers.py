"""A stranger has a dead token: nothing is left to kill, but people should know from where it is tried."""

from dataclasses import replace

from core.audit import SYSTEM, Event
from core.evidence import UseCount
from core.incidents.incident import Incident
from core.incidents.kinds import Exposed, Severity, Suspect, Way
from core.incidents.said import done_by
from core.incidents.weighing import weigh
from core.incidents.work import on_record
from core.integration import Integration
from core.ports import Tools, Transaction
from core.responding import announced
from core.token import Token
from core.tries import machine


async def incident_of(
    tools: Tools, tx: Transaction, integration: Integration, token: Token, tried: UseCount
) -> None:
    """It touches nothing that works."""
    now = tools.now()
    incident = Incident(
        id=tools.new_id(),
        tenant=integration.tenant,
        integration_id=integration.id,
        name=integration.name,
        scopes=integration.scopes,
        suspects=(Suspect.of(token),),
        severity=Severity.P4,
        way=Way.REVOKE,
        exposed=Exposed(where=f"tried from {_seen(tried)}"),
        by_digest=True,
        opened_at=now,
        opened_by=SYSTEM,
    ).killed(Way.REVOKE, (), SYSTEM, token.ended_at or now)
    told = await announced(tx, incident, by=SYSTEM)
    await tx.incidents.add(
        told, by=SYSTEM, severity=told.severity, way=told.way, exposure=told.exposed.exposure
    )


async def suspect_too(
    tools: Tools, tx: Transaction, incident: Incident, token: Token, tried: UseCount
) -> None:
    """An incident is open: from now on its checklist looks at this token's tries, too."""
    more = replace(incident, suspects=(*incident.suspects, Suspect.of(token)))
    event, value = Event.INCIDENT_CHANGE, f"v{token.version}, tried from {_seen(tried)}"
    await on_record(tx, more, event, by=SYSTEM, what="suspect", value=value)
    await tx.say(done_by(more, event, SYSTEM, notes_before=len(more.notes), what="suspect", value=value))
    await tx.incidents.keep(await weigh(tx, more, tools.now()))


def _seen(tried: UseCount) -> str:
    return " ".join(filter(None, machine(tried.caller)))
