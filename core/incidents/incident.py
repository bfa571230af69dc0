"""An incident and what may be done with it. Pure: every method gives a new value or refuses."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self

from core.audit import SYSTEM
from core.incidents.facts import Finding
from core.incidents.kinds import NOT_KNOWN, Exposed, Note, PersonalData, Severity, Suspect, Way, together
from core.incidents.refusals import IncidentClosed, NotThatStep, StepDone, TooMuchWritten
from core.incidents.steps import AFTER_KILL, STEPS, WITH_REPLACEMENT, Mark, Step

MOST_NOTES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    id: str
    tenant: str
    integration_id: str
    name: str
    """The integration's, as it was called then."""
    scopes: frozenset[str]
    """The permissions that were exposed."""
    suspects: tuple[Suspect, ...] = ()
    """The tokens that worked when it was opened, and the one that was found."""
    generation: int = 1
    """Counts changes. A change that was decided on an older generation is refused."""
    lead: str = ""
    severity: Severity
    severity_chosen: bool = False
    """By a person; else it was proposed, and rises by itself when more is known."""
    way: Way
    exposed: Exposed = NOT_KNOWN
    personal_data: PersonalData = PersonalData.UNKNOWN
    by_digest: bool = False
    """The token itself was given, so there is no doubt which it is."""
    drill: bool = False
    opened_at: datetime
    opened_by: str
    quarantined_at: datetime | None = None
    """Since when it has been in quarantine; None when it is not."""
    killed_at: datetime | None = None
    killed_by: str = ""
    source: str = ""
    """The message that showed the token, as ``channel ts``."""
    source_deleted_at: datetime | None = None
    use_read_at: datetime | None = None
    """When somebody read the report of its use first."""
    told_at: datetime | None = None
    """When the last update was given."""
    marks: Mapping[Step, Mark] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    nudges: int = 0
    """How often its leader was reminded since a person last did something."""
    nudged_at: datetime | None = None
    clock_said: int = 0
    """How many warnings of the 72 hours were given."""
    card: str = ""
    """The id of its card: answers go into its thread."""
    place: str = ""
    """Where that card is: the security channel, or a person where there is none."""
    closed_at: datetime | None = None
    closed_by: str = ""
    reason: str = ""
    """Why it was closed although it was not finished."""
    review_at: datetime | None = None
    review_said_at: datetime | None = None

    # --- how it stands

    @property
    def open(self) -> bool:
        return self.closed_at is None

    @property
    def contained_at(self) -> datetime | None:
        """When the tokens stopped working for whoever has found one."""
        return self.killed_at or self.quarantined_at

    @property
    def late(self) -> bool:
        """About a token that was dead before: nothing had to be stopped for it."""
        return self.killed_at is not None and self.killed_at < self.opened_at

    @property
    def by_decoy(self) -> bool:
        """Only what a decoy is about has no permissions; and it was its use that opened it, not a person."""
        return self.opened_by == SYSTEM and not self.scopes

    @property
    def steps(self) -> tuple[Step, ...]:
        """Those that there are in the way that was chosen, in order."""
        without = frozenset() if self.killed_at else AFTER_KILL
        without |= frozenset() if self.way is Way.ROTATE else WITH_REPLACEMENT
        return tuple(step for step in STEPS if step not in without)

    @property
    def unfinished(self) -> tuple[Step, ...]:
        """What there is to do before the last step."""
        return tuple(each for each in self.steps if each is not Step.REVIEW and not self.mark(each).done)

    @property
    def people(self) -> frozenset[str]:
        """Who works on it."""
        return frozenset({self.lead, *(mark.assignee for mark in self.marks.values())}) - {""}

    def mark(self, step: Step) -> Mark:
        return self.marks.get(step, Mark())

    # --- what people do

    def claim(self, step: Step, by: str, now: datetime) -> Self:
        """Somebody says that it is done."""
        mark = self._mark_to_change(step)
        if mark.done:
            raise StepDone(mark.claimed_by if mark.evident_at is None else "")
        return self._with(step, mark.claim(by, now))

    def unclaim(self, step: Step) -> Self:
        """It is not done after all. What is evident stays so."""
        return self._with(step, self._mark_to_change(step).unclaim())

    def assign(self, step: Step, to: str) -> Self:
        """Nobody, if `to` is empty."""
        return self._with(step, replace(self._mark_to_change(step), assignee=to))

    def noted(self, note: Note) -> Self:
        if len(self.notes) >= MOST_NOTES:
            raise TooMuchWritten
        return self._by_somebody(notes=(*self.notes, note))

    def told(self, note: Note) -> Self:
        """An update for those who wait for news."""
        return replace(self.noted(note), told_at=note.at)

    def led_by(self, lead: str) -> Self:
        return self._by_somebody(lead=lead)

    def rated(self, severity: Severity) -> Self:
        return self._by_somebody(severity=severity, severity_chosen=True)

    def exposed_as(self, exposed: Exposed) -> Self:
        return self._by_somebody(exposed=exposed)

    def with_personal_data(self, answer: PersonalData) -> Self:
        return self._by_somebody(personal_data=answer)

    def use_read(self, now: datetime) -> Self:
        return self._by_somebody(use_read_at=self.use_read_at or now)

    def close(self, by: str, now: datetime, review_at: datetime, reason: str = "") -> Self:
        return self._by_somebody(closed_at=now, closed_by=by, review_at=review_at, reason=reason)

    def killed(self, way: Way, suspects: tuple[Suspect, ...], by: str, now: datetime) -> Self:
        """Every token is dead, from now on; also those that were made since it was opened."""
        dead = replace(self, way=way, suspects=together(self.suspects, suspects), quarantined_at=None)
        return replace(dead, killed_at=now, killed_by=by).contained(by, now)

    def quarantined(self, by: str, now: datetime) -> Self:
        return replace(self, quarantined_at=now).contained(by, now)

    def contained(self, by: str, now: datetime) -> Self:
        """Whoever did it says so; the first refusal from now on is the evidence."""
        mark = replace(self.mark(Step.CONTAIN), fact=None, evident_at=None)
        return self._with(Step.CONTAIN, mark.claim(by, now))

    def lifted(self) -> Self:
        """Out of quarantine without a kill: contained no longer."""
        return replace(self._with(Step.CONTAIN, Mark()), quarantined_at=None)

    # --- what happens

    def source_deleted(self, now: datetime) -> Self:
        return replace(self, source_deleted_at=self.source_deleted_at or now)

    def weighed(self, findings: Mapping[Step, Finding], now: datetime) -> Self:
        """With its steps ticked and un-ticked by what was found out."""
        marks = {step: self.mark(step).weighed(finding, now) for step, finding in findings.items()}
        changed = {step: mark for step, mark in marks.items() if mark != self.mark(step)}
        return replace(self, marks={**self.marks, **changed}) if changed else self

    # --- the small print

    def _mark_to_change(self, step: Step) -> Mark:
        if step not in self.steps:
            raise NotThatStep(step)
        return self.mark(step)

    def _with(self, step: Step, mark: Mark) -> Self:
        return self._by_somebody(marks={**self.marks, step: mark})

    def _by_somebody(self, **changes: Any) -> Self:  # noqa: ANN401 - the fields of this very class
        """A person has done something: reminders of it begin anew."""
        if not self.open:
            raise IncidentClosed
        return replace(self, nudges=0, **changes)
