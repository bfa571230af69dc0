"""The words of an incident's report."""

from collections.abc import Iterable

from core.incidents.document import Bullets, Document, Heading, Paragraph, Part, Table, instant, span
from core.incidents.incident import Incident
from core.incidents.kinds import Note
from core.incidents.report import Report
from core.incidents.report_summary import done_by, glance, still_open, summary
from core.incidents.steps import Step, numbered
from core.incidents.timeline import Names, who
from core.incidents.use_document import use_parts
from core.incidents.use_report import CallerUse, UseReport


def report_document(report: Report, names: Names) -> Document:
    incident = report.incident
    drill = " (drill)" if incident.drill else ""
    parts: list[Part] = [
        Paragraph(summary(incident, names)),
        Paragraph(outcome(report)),
        Heading("What is still open"),
        _open(still_open(incident, names)),
        Heading("At a glance"),
        Table(("What", "How it is"), tuple(glance(report, names))),
        Heading("How long it took"),
        Table(("From", "Until", "Time"), how_long(report)),
        Heading("The steps"),
        Table(("Step", "Done", "By whom, or by what", "When"), tuple(_steps(incident, names))),
        *use_parts(report.use),
        Heading("What happened"),
        Paragraph("Times are those of the record: what evidence shows may have happened a little before."),
        Bullets(tuple(f"{instant(line.at)}: {line.text}" for line in report.timeline(names))),
        *_cut(report),
        *_notes(incident, names),
    ]
    return Document(f"Incident: {incident.name}, {incident.severity}{drill}", tuple(parts))


def _open(steps: tuple[str, ...]) -> Part:
    return Bullets(steps) if steps else Paragraph("Nothing: every step is done.")


def outcome(report: Report) -> str:
    """What a reader wants to know first: was it used, is it over."""
    use, incident = report.use, report.incident
    done = sum(incident.mark(step).done for step in incident.steps)
    tried = f"{_number(use.refused).lower()} tried it in vain"
    return f"{_used(use)}; {tried}. {done} of {len(incident.steps)} steps are done."


def _used(use: UseReport) -> str:
    if not use.known:
        told = f"{_number(use.callers)} used it since it was made"
        return f"{told}, and nobody knows since when others could" if use.callers else told
    new = f", {len(use.strangers)} of them never seen before" if use.callers else ""
    return f"{_number(use.callers)} used it since it was exposed{new}"


def _number(callers: tuple[CallerUse, ...]) -> str:
    return f"{len(callers)} caller{'' if len(callers) == 1 else 's'}" if callers else "Nobody"


def how_long(report: Report) -> tuple[tuple[str, ...], ...]:
    took = report.times
    rotated = ("Killed", "The third party held the new token", span(took.rotate, "not done"))
    return (
        ("Exposure", "Report", span(took.detect)),
        ("Report", "Contained", span(took.contain)),
        *((rotated,) if Step.DELIVER in report.incident.steps else ()),
        ("Contained", "Old token silent, no new caller", span(took.verify, "not done")),
    )


def _steps(incident: Incident, names: Names) -> Iterable[tuple[str, ...]]:
    for step in incident.steps:
        mark = incident.mark(step)
        done = "yes" if mark.done else "NO"
        yield numbered(step), done, done_by(incident, step, names), instant(mark.done_at, "")


def _cut(report: Report) -> tuple[Part, ...]:
    older = "There is more on record than stands here: see the audit record of the integration."
    return () if report.all_entries else (Paragraph(older),)


def _notes(incident: Incident, names: Names) -> Iterable[Part]:
    if incident.notes:
        yield Heading("Notes and links")
        yield Bullets(tuple(_note(note, names) for note in incident.notes))


def _note(note: Note, names: Names) -> str:
    about = f", on “{numbered(Step(note.step))}”" if note.step else ""
    link = f" ({note.link})" if note.link else ""
    return f"{instant(note.at)}, {who(note.by, names)}{about}: {note.text}{link}"
