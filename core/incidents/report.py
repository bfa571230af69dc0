"""The report of an incident: all that somebody needs who was not there. `report_document` has its words."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.audit import Entry
from core.incidents.incident import Incident
from core.incidents.timeline import Line, Names, people_in, timeline
from core.incidents.times import Times, times
from core.incidents.use_report import UseReport, exposed_since, use_report
from core.ports import Reading

PAGE = 200
MOST_ENTRIES = 2000


@dataclass(frozen=True, slots=True)
class Report:
    incident: Incident
    use: UseReport
    times: Times
    entries: tuple[Entry, ...]
    """Of the integration, since the exposure; the newest first."""
    all_entries: bool
    """Whether these are all: there is a limit."""

    @property
    def people(self) -> frozenset[str]:
        """The ids of those it names: whoever prints it may ask for their names."""
        return people_in(self.incident, self.entries)

    def timeline(self, names: Names) -> tuple[Line, ...]:
        return timeline(self.incident, self.entries, names)


async def report_of(reading: Reading, incident: Incident) -> Report:
    entries, complete = await _entries(reading, incident)
    usage = await reading.usage(incident.integration_id)
    return Report(incident, use_report(incident, usage), times(incident), tuple(entries), complete)


async def _entries(reading: Reading, incident: Incident) -> tuple[Sequence[Entry], bool]:
    since = min(exposed_since(incident), incident.opened_at)
    found: list[Entry] = []
    while len(found) < MOST_ENTRIES:
        before = found[-1].sequence if found else None
        page = await reading.audit(subject=incident.integration_id, before=before, limit=PAGE)
        found += [entry for entry in page if entry.at >= since]
        if len(page) < PAGE or page[-1].at < since:
            return found, True
    return found, False
