"""The words of incidents that several screens and messages share."""

from bot.text import begun, escape, moment, someone
from core.audit import HOLDER, SCANNER, SYSTEM
from core.incidents.cadence import notify_by
from core.incidents.facts import WORDS
from core.incidents.incident import Incident
from core.incidents.kinds import NOT_KNOWN, Exposure, PersonalData, Way
from core.incidents.steps import NEEDS, State, Step

EXPOSURES = {
    Exposure.UNKNOWN: "Nobody knows yet",
    Exposure.PUBLIC: "In public",
    Exposure.INTERNAL: "Inside the company",
}
PERSONAL = {
    PersonalData.UNKNOWN: "Nobody knows yet",
    PersonalData.YES: "Yes: the 72 hours run",
    PersonalData.NO: "No",
}
_WAYS = {
    Way.ROTATE: "and a new one is to come",
    Way.REVOKE: "and there is to be no new one",
}


_NO_PEOPLE = frozenset({SYSTEM, SCANNER, HOLDER})
"""What they report is dealt with unasked: they kill nothing themselves."""


def place(incident: Incident, *, there: bool = True) -> str:
    """“is in #security”: where its checklist stands; “goes to”, while nobody knows that it has come there."""
    if incident.place.startswith(("U", "W")):
        return f"comes to {someone(incident.place)} by direct message"
    return f"{'is in' if there else 'goes to'} <#{escape(incident.place)}>"


def state_of(incident: Incident, step: Step, *, needs: bool = True) -> str:
    """How far a step has come, by whom or by what, and what an open one needs."""
    mark = incident.mark(step)
    if mark.state is State.EVIDENT and mark.fact is not None and mark.evident_at is not None:
        return f"Evidence: {WORDS[mark.fact]}, {moment(mark.evident_at)}."
    if mark.state is State.CLAIMED and mark.claimed_at is not None:
        said = "Latchkey did it" if mark.claimed_by in _NO_PEOPLE else f"{someone(mark.claimed_by)} says so"
        return begun(f"{said}, {moment(mark.claimed_at)}.")
    told = [f"{someone(mark.assignee)} is on it."] if mark.assignee else []
    if mark.turned is not None and mark.turned_at is not None:
        told.insert(0, f"Open again: {WORDS[mark.turned]}, {moment(mark.turned_at)}.")
    if needs:
        told.append(f"Needs: {NEEDS[step][0].lower()}{NEEDS[step][1:]}")
    return " ".join(told) or "Open."


def contained(incident: Incident) -> str:
    """What became of the tokens."""
    if incident.by_decoy:
        return "It opens nothing, and its token is dead now: whoever sent it was where it was planted."
    if incident.killed_at is not None and incident.late:
        return f"It ended {moment(incident.killed_at)} and is refused; nothing that works was touched."
    if incident.killed_at is not None:
        by = f"by {someone(incident.killed_by)} " if incident.killed_by not in _NO_PEOPLE else ""
        return f"Every token was killed {by}{moment(incident.killed_at)}, {_WAYS[incident.way]}."
    if incident.quarantined_at is not None:
        return f"In quarantine since {moment(incident.quarantined_at)}: reads only, known callers only."
    return "*Its tokens work*: the quarantine was lifted."


def exposed(incident: Incident) -> str:
    known = incident.exposed
    where = f"“{escape(known.where)}”" if known.where else ""
    link = f" (<{escape(known.link)}|link>)" if known.link else ""
    if known.exposure is Exposure.UNKNOWN and known.since is None and where:
        return f"Seen: {where}{link}."
    told = {
        Exposure.PUBLIC: "The token was exposed in public",
        Exposure.INTERNAL: "The token was exposed inside the company",
        Exposure.UNKNOWN: "The token was exposed",
    }[known.exposure]
    if known == NOT_KNOWN:
        return "Nobody knows yet how far the token is out."
    since = f" since {moment(known.since)}" if known.since is not None else ""
    return f"{told}{since}{where and ': '}{where}{link}."


def clock(incident: Incident) -> str:
    """The 72 hours in which a breach of personal data is notified."""
    end = notify_by(incident)
    if end is None:
        return "No personal data was in reach." if not incident.drill else "This is a drill."
    if incident.personal_data is PersonalData.YES:
        return f"*Personal data was in reach: the 72 hours end {moment(end)}.*"
    return f"If personal data was in reach, the 72 hours end {moment(end)}."
