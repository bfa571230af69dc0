"""What a suspected compromise sets off in one transaction: tokens die, an incident opens, people hear of it.

Shared by everybody who may set it off: people in Slack, an operator, a leak report.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from core.audit import Detail, Event
from core.incidents.evidence import unexplained
from core.incidents.incident import Incident
from core.incidents.kinds import NOT_KNOWN, Exposed, PersonalData, Severity, Suspect, Way
from core.incidents.said import done_by, notice
from core.incidents.severity import proposed, reads
from core.incidents.weighing import weigh
from core.incidents.work import on_record
from core.integration import Integration
from core.issuing import changed, hand_over
from core.notices import Kind
from core.overlap import Overlap
from core.ports import Tools, Transaction
from core.quarantine import quarantine
from core.token import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What is to be done, and what is known so far."""

    way: Way = Way.ROTATE
    severity: Severity | None = None
    """None: the one that is proposed."""
    exposed: Exposed = NOT_KNOWN
    personal_data: PersonalData = PersonalData.UNKNOWN
    token_id: str = ""
    """The token that was found, where it was recognised by its digest; it may be dead already."""
    source: str = ""
    """The message that showed it, as ``channel ts``."""
    drill: bool = False


@dataclass(frozen=True, slots=True)
class Response:
    """What came of it."""

    integration: Integration
    incident: Incident
    ended: int
    """So many tokens stopped working by this."""
    joined: bool
    """There was an incident already, and this is a part of it now."""


async def respond(
    tools: Tools,
    tx: Transaction,
    integration: Integration,
    call: Call,
    *,
    by: str,
    lead: str = "",
    recipient: str = "",
) -> Response:
    """`recipient` is who gets the new token, if there is to be one; its owner, if nobody is named.

    The new token is made when its recipient asks for it, and not here: nothing that may go wrong with it can
    keep the old ones alive.
    """
    if integration.decoy and not call.drill:  # one that was tried has done its work
        call = replace(call, way=Way.REVOKE)
    before = await tx.incidents.open_for(integration.id)
    incident = before or await _opened(tools, tx, integration, call, by=by, lead=lead)
    alive = tuple(Suspect.of(token) for token in integration.tokens)
    told: dict[str, Detail] = {"way": call.way, "tokens": [str(each.version) for each in alive]}
    if before is None:
        incident = await announced(tx, incident, by=by)
        told |= {"severity": incident.severity, "exposure": incident.exposed.exposure}
        await tx.incidents.add(incident, by=by, **told)
    else:
        await on_record(tx, incident, Event.INCIDENT_CONTAIN, by=by, **told)
        await tx.say(done_by(incident, Event.INCIDENT_CONTAIN, by, notes_before=len(incident.notes)))
    # Whoever is asked about the new token later is a person, whatever noticed the leak.
    asked_by, to = lead or integration.owner, recipient or integration.owner
    after, about = await _contained(tools, tx, integration, call, asked_by=asked_by, recipient=to)
    event = Event.TOKEN_REVOKE if call.way.kills else Event.INTEGRATION_QUARANTINE
    now = tools.now()
    saved = await tx.save(changed(after, by, now), event, by=by, incident=incident.id, **about)
    done = _on_list(incident, call, alive, by=by, now=now)
    kept = await tx.incidents.keep(await weigh(tx, done, now, aloud=before is not None))
    return Response(saved, kept, len(alive) if call.way.kills else 0, before is not None)


async def _opened(
    tools: Tools, tx: Transaction, integration: Integration, call: Call, *, by: str, lead: str
) -> Incident:
    found = [each for each in await tx.tokens(integration.id) if each.id == call.token_id]
    return Incident(
        id=tools.new_id(),
        tenant=integration.tenant,
        integration_id=integration.id,
        name=integration.name,
        scopes=integration.scopes,
        suspects=tuple(Suspect.of(token) for token in (*integration.tokens, *found)),
        lead=lead,
        severity=call.severity or await _severity(tools, tx, integration, call),
        way=call.way,
        exposed=call.exposed,
        personal_data=call.personal_data,
        by_digest=bool(found),
        source=call.source,
        drill=call.drill,
        opened_at=tools.now(),
        opened_by=by,
    )


async def _severity(tools: Tools, tx: Transaction, integration: Integration, call: Call) -> Severity:
    alive = {token.id for token in integration.tokens}
    usage = await tx.usage(integration.id)
    return proposed(
        integration.scopes,
        tools.catalogue,
        call.exposed.exposure,
        unexplained_use=unexplained(usage, call.exposed.since),
        harmless=integration.decoy or bool(call.token_id and call.token_id not in alive),
    )


async def _contained(
    tools: Tools, tx: Transaction, before: Integration, call: Call, *, asked_by: str, recipient: str
) -> tuple[Integration, dict[str, Detail]]:
    """The integration as it will be saved, and what goes on record with it."""
    now = tools.now()
    if not call.way.kills:
        may_read = reads(before.scopes, tools.catalogue)
        kept = quarantine(now, may_read, await tx.usage(before.id), call.exposed.since)
        return replace(before, quarantine=kept), {}
    dead = replace(before.kill_all(Reason.COMPROMISED, now), quarantine=None)
    about: dict[str, Detail] = {"versions": ", ".join(str(token.version) for token in before.tokens)}
    if call.way is Way.REVOKE:
        return dead, about
    asked = await hand_over(tools, tx, dead, by=asked_by, recipient=recipient, overlap=Overlap.AT_ONCE)
    return asked.integration, {**about, "recipient": recipient}


def _on_list(
    incident: Incident, call: Call, alive: tuple[Suspect, ...], *, by: str, now: datetime
) -> Incident:
    if call.way is Way.QUARANTINE:
        return incident.quarantined(by, now)
    return incident.killed(call.way, alive, by, now)


async def announced(tx: Transaction, incident: Incident, *, by: str) -> Incident:
    """The checklist for the security channel, or its lead where there is none."""
    channel = (await tx.workspace()).security_channel
    owner = (await tx.integration(incident.integration_id)).owner
    if owner not in {by, incident.lead}:
        await tx.say(notice(incident, Kind.INCIDENT_OWNER, owner))
    place = channel or incident.lead or owner
    card = await tx.say(notice(incident, Kind.INCIDENT, place))
    return replace(incident, card=card, place=place)
