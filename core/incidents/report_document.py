"""The words of an incident's report."""

from collections.abc import Iterable

from core.incidents.cadence import notify_by
from core.incidents.document import Bullets, Document, Heading, Paragraph, Part, Table, instant, span
from core.incidents.facts import WORDS
from core.incidents.incident import Incident
from core.incidents.kinds import Way
from core.incidents.report import Report
from core.incidents.steps import TITLES, Step
from core.incidents.timeline import Names, who
from core.incidents.use_document import use_parts
from core.incidents.use_report import CallerUse

_DONE = {
    Way.ROTATE: "Every token was killed at once, and its owner, or who reported it, was to get a new one.",
    Way.REVOKE: "Every token was killed at once; there is to be no new one.",
    Way.QUARANTINE: "It was put into quarantine: reading only, and only for callers that were known before.",
}


def report_document(report: Report, names: Names) -> Document:
    incident = report.incident
    drill = " (drill)" if incident.drill else ""
    parts: list[Part] = [
        Paragraph(_summary(incident, names)),
        Paragraph(outcome(report)),
        Table(("What", "How it is"), tuple(_glance(incident, names))),
        Heading("How long it took"),
        Table(("From", "Until", "Time"), how_long(report)),
        Heading("The steps"),
        Table(("Step", "Done", "By whom, or by what", "When"), tuple(_steps(incident, names))),
        *use_parts(report.use),
        Heading("What happened"),
        Bullets(tuple(f"{instant(line.at)}: {line.text}" for line in report.timeline(names))),
        *_cut(report),
        *_notes(incident, names),
    ]
    return Document(f"Incident: {incident.name}, {incident.severity}{drill}", tuple(parts))


def _summary(incident: Incident, names: Names) -> str:
    reported = f"{who(incident.opened_by, names)} reported at {instant(incident.opened_at)}"
    told = [f"{reported} that a token of “{incident.name}” may be in wrong hands.", _DONE[incident.way]]
    if incident.closed_at is None:
        told.append("The incident is open.")
    else:
        told.append(f"{who(incident.closed_by, names)} closed it at {instant(incident.closed_at)}.")
    if incident.reason:
        told.append(f"It was not finished then; the reason given: “{incident.reason}”.")
    return " ".join(told)


def outcome(report: Report) -> str:
    """What a reader wants to know first: was it used, is it over."""
    use, incident = report.use, report.incident
    new = f", {len(use.strangers)} of them never seen before" if use.callers else ""
    done = sum(incident.mark(step).done for step in incident.steps)
    used = f"{_number(use.callers)} used it since it was exposed{new}"
    tried = f"{_number(use.refused).lower()} tried it in vain"
    return f"{used}; {tried}. {done} of {len(incident.steps)} steps are done."


def _number(callers: tuple[CallerUse, ...]) -> str:
    return f"{len(callers)} caller{'' if len(callers) == 1 else 's'}" if callers else "Nobody"


def _glance(incident: Incident, names: Names) -> Iterable[tuple[str, str]]:
    exposed, versions = incident.exposed, ", ".join(f"v{each.version}" for each in incident.suspects)
    yield "Severity", incident.severity.value
    yield "Leader", who(incident.lead, names) if incident.lead else "nobody"
    yield "Tokens", f"{versions or 'none'}; recognised by {'its digest' if incident.by_digest else 'name'}"
    yield "Exposure", f"{exposed.exposure}{f': {exposed.where}' if exposed.where else ''}"
    yield "Exposed since", instant(exposed.since)
    if exposed.link:
        yield "Link", exposed.link
    yield "Contained", instant(incident.contained_at, "not contained")
    yield "Personal data in reach", incident.personal_data.value
    end = notify_by(incident)
    if end is not None:
        yield "The 72 hours end", instant(end)
    if incident.closed_at is not None:
        yield "Review due", instant(incident.review_at)


def how_long(report: Report) -> tuple[tuple[str, ...], ...]:
    took = report.times
    return (
        ("Exposure", "Report", span(took.detect)),
        ("Report", "Contained", span(took.contain)),
        ("Killed", "The third party held the new token", span(took.rotate, "not done")),
        ("Contained", "Old token silent, no new caller", span(took.verify, "not done")),
    )


def _steps(incident: Incident, names: Names) -> Iterable[tuple[str, ...]]:
    for step in incident.steps:
        mark = incident.mark(step)
        done = "yes" if mark.done else "NO"
        yield TITLES[step], done, _by(incident, step, names), instant(mark.done_at, "")


def _by(incident: Incident, step: Step, names: Names) -> str:
    mark = incident.mark(step)
    if mark.fact is not None:
        return f"Evidence: {WORDS[mark.fact]}"
    if mark.claimed_at is not None:
        return f"{who(mark.claimed_by, names)} said so"
    return f"Was done, then: {WORDS[mark.turned]}" if mark.turned is not None else ""


def _cut(report: Report) -> tuple[Part, ...]:
    older = "There is more on record than stands here: see the audit record of the integration."
    return () if report.all_entries else (Paragraph(older),)


def _notes(incident: Incident, names: Names) -> Iterable[Part]:
    if not incident.notes:
        return
    yield Heading("Notes and links")
    yield Bullets(
        tuple(
            f"{instant(note.at)}, {who(note.by, names)}: {note.text}{f' ({note.link})' if note.link else ''}"
            for note in incident.notes
        )
    )
