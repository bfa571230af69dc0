"""The first page of an incident's report: what it was, what became of it, and what is still open."""

from collections.abc import Iterable

from core.audit import HOLDER, SCANNER, SYSTEM
from core.incidents.cadence import notify_by
from core.incidents.document import instant
from core.incidents.facts import WORDS
from core.incidents.incident import Incident
from core.incidents.kinds import Exposure, PersonalData, Suspect, Way
from core.incidents.report import Report
from core.incidents.severity import MEANING
from core.incidents.steps import Step, numbered
from core.incidents.timeline import Names, who
from core.incidents.use_report import CallerUse

_REPLACED = {
    Way.ROTATE: "a new one was to be made for its owner, or for who reported it",
    Way.REVOKE: "there was to be no new one",
}
_EXPOSURES = {
    Exposure.PUBLIC: "in public",
    Exposure.INTERNAL: "inside the company",
    Exposure.UNKNOWN: "nobody knows how far",
}
_PERSONAL = {PersonalData.YES: "yes", PersonalData.NO: "no", PersonalData.UNKNOWN: "nobody knows yet"}

_UNASKED = frozenset({SYSTEM, SCANNER, HOLDER})
"""What they report is dealt with unasked: they kill nothing themselves."""


def summary(incident: Incident, names: Names) -> str:
    told = [_began(incident, names), _contained(incident, names)]
    if incident.drill:
        told.insert(1, "This was a drill: the integration was made for it, and nothing real was touched.")
    if incident.closed_at is None:
        told.append("The incident is open.")
    else:
        told.append(f"{who(incident.closed_by, names)} closed it at {instant(incident.closed_at)}.")
    if incident.reason:
        told.append(f"It was not finished then; the reason given: “{incident.reason}”.")
    return " ".join(told)


def _began(incident: Incident, names: Names) -> str:
    at = instant(incident.opened_at)
    if incident.by_decoy:
        return f"Somebody tried the decoy “{incident.name}” at {at}. It opens nothing."
    noticed = "noticed" if incident.opened_by == SYSTEM else "reported"
    by = who(incident.opened_by, names)
    return f"{by} {noticed} at {at} that a token of “{incident.name}” may be in wrong hands."


def _contained(incident: Incident, names: Names) -> str:
    killed, held = incident.killed_at, incident.quarantined_at
    if killed is not None and incident.late:
        return f"That token had ended at {instant(killed)}, so nothing that works was touched."
    if killed is not None:
        by = "" if incident.killed_by in _UNASKED else f" by {who(incident.killed_by, names)}"
        return f"Every token was killed{by} at {instant(killed)}; {_REPLACED[incident.way]}."
    if held is not None:
        return f"It was put into quarantine at {instant(held)}: reading only, and only for known callers."
    return "It was in quarantine until somebody lifted that: its tokens work."


def still_open(incident: Incident, names: Names) -> tuple[str, ...]:
    """What somebody has yet to do, also after it was closed with a reason."""
    found = [f"{numbered(step)}{_so_far(incident, step, names)}" for step in incident.unfinished]
    if incident.quarantined_at is not None and not incident.open:
        found.append("The quarantine, which outlives the incident until somebody lifts it")
    return tuple(found)


def _so_far(incident: Incident, step: Step, names: Names) -> str:
    told = done_by(incident, step, names)
    return f". {told}." if told else ""


def done_by(incident: Incident, step: Step, names: Names) -> str:
    """By whom, or by what; of an open one, how far it has come."""
    mark = incident.mark(step)
    if mark.fact is not None:
        return f"Evidence: {WORDS[mark.fact]}"
    if mark.claimed_at is not None:
        return f"{who(mark.claimed_by, names)} said so"
    turned = f"Was done, then: {WORDS[mark.turned]}" if mark.turned is not None else ""
    assigned = f"{who(mark.assignee, names)} is to do it" if mark.assignee else ""
    return "; ".join(filter(None, (turned, assigned)))


def glance(report: Report, names: Names) -> Iterable[tuple[str, str]]:
    incident, exposed = report.incident, report.incident.exposed
    yield "Severity", _severity(incident)
    yield "Leader", who(incident.lead, names) if incident.lead else "nobody"
    yield "Permissions exposed", ", ".join(sorted(incident.scopes)) or "none"
    yield "Tokens suspected", "; ".join(map(_suspect, incident.suspects)) or "none"
    yield "Recognised by", "the token itself" if incident.by_digest else "the integration's name"
    yield "Exposure", f"{_EXPOSURES[exposed.exposure]}{f': {exposed.where}' if exposed.where else ''}"
    yield "Exposed since", instant(exposed.since)
    if exposed.link:
        yield "Link", exposed.link
    stranger = min(report.use.strangers, key=lambda each: each.first_at, default=None)
    if stranger is not None:
        yield "First use by somebody new", f"{instant(stranger.first_at)}, {_seen(stranger)}"
    yield "Contained", instant(incident.contained_at, "not contained")
    refused = incident.mark(Step.CONTAIN)
    if refused.evident_at is not None:
        yield "First refusal after that", instant(refused.evident_at)
    yield from _ahead(incident)


def _ahead(incident: Incident) -> Iterable[tuple[str, str]]:
    """What has its day."""
    reached, end = incident.personal_data, notify_by(incident)
    yield "Personal data in reach", _PERSONAL[reached]
    if end is not None:
        certain = reached is PersonalData.YES
        told = "Authority to be told by" if certain else "If so, authority to be told by"
        yield told, f"{instant(end)}, 72 hours after the report"
    if incident.closed_at is not None:
        yield "Review due", instant(incident.review_at)


def _severity(incident: Incident) -> str:
    if incident.severity_chosen:
        return f"{incident.severity}, as somebody chose; P1 is the gravest, P4 the mildest"
    return f"{incident.severity}: {MEANING[incident.severity]}"


def _seen(each: CallerUse) -> str:
    return " ".join(filter(None, (each.caller.network, each.caller.agent)))


def _suspect(token: Suspect) -> str:
    return f"v{token.version}, which ends in {token.last_four} and was made at {instant(token.minted_at)}"
