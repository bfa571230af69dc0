"""What a suspected compromise sets off in one transaction: tokens die, an incident opens, people hear of it.

Shared by everybody who may set it off: people in Slack, an operator, a leak report.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from core.audit import Detail, Event
from core.evidence import Usage
from core.incidents.evidence import unexplained
from core.incidents.incident import Incident
from core.incidents.joining import join
from core.incidents.kinds import NOT_KNOWN, Exposed, PersonalData, Severity, Suspect, Way, together
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
    usage = await tx.usage(integration.id)
    reported = await _reported(tools, tx, integration, call, usage, by=by, lead=lead)
    before = await tx.incidents.open_for(integration.id)
    alive = tuple(Suspect.of(token) for token in integration.tokens)
    told: dict[str, Detail] = {"way": call.way, "tokens": [str(each.version) for each in alive]}
    if before is None:
        incident = await _opened(tx, reported, alive, by=by, told=told)
    else:
        await on_record(tx, before, Event.INCIDENT_CONTAIN, by=by, **told)
        await tx.say(done_by(before, Event.INCIDENT_CONTAIN, by, notes_before=len(before.notes)))
        incident = await join(tx, before, reported, usage, tools.catalogue, by=by)
    # Whoever is asked about the new token later is a person, whatever noticed the leak.
    asked_by, to = lead or integration.owner, recipient or integration.owner
    now, event = tools.now(), Event.TOKEN_REVOKE if call.way.kills else Event.INTEGRATION_QUARANTINE
    if call.way.kills:
        after, about = await _killed(tools, tx, integration, call.way, asked_by=asked_by, recipient=to)
    else:
        after, about = _quarantined(tools, integration, incident, usage), {}
    saved = await tx.save(changed(after, by, now), event, by=by, incident=incident.id, **about)
    done = _on_list(incident, call, alive, by=by, now=now)
    kept = await tx.incidents.keep(await weigh(tx, done, now, aloud=before is not None))
    return Response(saved, kept, len(alive) if call.way.kills else 0, before is not None)


async def heard_of(tools: Tools, tx: Transaction, integration: Integration, call: Call, *, by: str) -> None:
    """What is said of a token that an open incident is about: kept there, and nothing more is stopped."""
    before = await tx.incidents.open_for(integration.id)
    if before is None or call.token_id not in {each.id for each in before.suspects}:
        return
    usage = await tx.usage(integration.id)
    reported = await _reported(tools, tx, integration, call, usage, by=by, lead="")
    after = await join(tx, before, reported, usage, tools.catalogue, by=by)
    if after != before:
        await tx.incidents.keep(await weigh(tx, after, tools.now()))


async def _opened(
    tx: Transaction,
    reported: Incident,
    alive: tuple[Suspect, ...],
    *,
    by: str,
    told: dict[str, Detail],
) -> Incident:
    """All that work are suspect: mostly, nobody knows which it was."""
    incident = replace(reported, suspects=together(alive, reported.suspects))
    begun = await announced(tx, incident, by=by)
    told |= {"severity": incident.severity, "exposure": incident.exposed.exposure}
    await tx.incidents.add(begun, by=by, **told)
    return begun


async def _reported(
    tools: Tools, tx: Transaction, integration: Integration, call: Call, usage: Usage, *, by: str, lead: str
) -> Incident:
    """The incident that this report is by itself."""
    found = [each for each in await tx.tokens(integration.id) if each.id == call.token_id]
    return Incident(
        id=tools.new_id(),
        tenant=integration.tenant,
        integration_id=integration.id,
        name=integration.name,
        scopes=integration.scopes,
        suspects=tuple(Suspect.of(token) for token in found),
        lead=lead,
        severity=call.severity or _severity(tools, integration, call, usage),
        severity_chosen=call.severity is not None,
        way=call.way,
        exposed=call.exposed,
        personal_data=call.personal_data,
        by_digest=bool(found),
        source=call.source,
        drill=call.drill,
        opened_at=tools.now(),
        opened_by=by,
    )


def _severity(tools: Tools, integration: Integration, call: Call, usage: Usage) -> Severity:
    alive = {token.id for token in integration.tokens}
    return proposed(
        integration.scopes,
        tools.catalogue,
        call.exposed.exposure,
        unexplained_use=unexplained(usage, call.exposed.since),
        harmless=integration.decoy or bool(call.token_id and call.token_id not in alive),
    )


def _quarantined(tools: Tools, before: Integration, incident: Incident, usage: Usage) -> Integration:
    may_read = reads(before.scopes, tools.catalogue)
    return replace(before, quarantine=quarantine(tools.now(), may_read, usage, incident.exposed.since))


async def _killed(
    tools: Tools, tx: Transaction, before: Integration, way: Way, *, asked_by: str, recipient: str
) -> tuple[Integration, dict[str, Detail]]:
    """The integration as it will be saved, and what goes on record with it."""
    dead = replace(before.kill_all(Reason.COMPROMISED, tools.now()), quarantine=None)
    about: dict[str, Detail] = {"versions": ", ".join(str(token.version) for token in before.tokens)}
    if way is Way.REVOKE:
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
