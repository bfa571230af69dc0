"""The sixteen steps of an incident, in their order, with what each needs; and how one is known to be done."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from core.incidents.facts import Fact, Finding, Weight


class Step(StrEnum):
    DECLARE = "declare"
    IDENTIFY = "identify"
    CONTAIN = "contain"
    SOURCE = "source"
    EXPOSURE = "exposure"
    USE = "use"
    DATA = "data"
    REPLACE = "replace"
    DELIVER = "deliver"
    WORKS = "works"
    QUIET = "quiet"
    TRACES = "traces"
    WATCH = "watch"
    TELL = "tell"
    PREVENT = "prevent"
    REVIEW = "review"


STEPS = tuple(Step)
WITH_REPLACEMENT = frozenset({Step.REPLACE, Step.DELIVER, Step.WORKS})
"""What there is to do only where a new token is to come."""
AFTER_KILL = frozenset({Step.QUIET})

TITLES = {
    Step.DECLARE: "Declare the incident",
    Step.IDENTIFY: "Identify integration and token",
    Step.CONTAIN: "Contain it",
    Step.SOURCE: "Stop the source",
    Step.EXPOSURE: "Say when, where and to whom it was exposed",
    Step.USE: "Read its use since the exposure",
    Step.DATA: "Say which data was in reach",
    Step.REPLACE: "Make the new token",
    Step.DELIVER: "Deliver it safely",
    Step.WORKS: "See the new token work",
    Step.QUIET: "See the old token dead",
    Step.TRACES: "Look for what may have been left behind",
    Step.WATCH: "Watch for new callers",
    Step.TELL: "Keep people informed",
    Step.PREVENT: "Find the cause, prevent the next one",
    Step.REVIEW: "Close, and plan the review",
}
NEEDS = {
    Step.DECLARE: "A leader and a severity.",
    Step.IDENTIFY: "The integration. If you have the token itself, never paste it again.",
    Step.CONTAIN: "The old token refused, or the integration in quarantine.",
    Step.SOURCE: "Its author removes the message, file or commit; link to where it was.",
    Step.EXPOSURE: "Since when, where, and who could see it.",
    Step.USE: "The report of its use, read by somebody: new callers, unusual permissions, refused tries.",
    Step.DATA: "Which data the permissions reach, whether personal, and whether somebody must be notified.",
    Step.REPLACE: "A new token, with no more permissions than are used.",
    Step.DELIVER: "The third party holds the new token and has confirmed it.",
    Step.WORKS: "The third party uses the new token.",
    Step.QUIET: "Nobody has tried the old token for 30 minutes.",
    Step.TRACES: "Other integrations, edits and accounts that may have been made with it.",
    Step.WATCH: "No caller that was not known before, for as long as the severity asks.",
    Step.TELL: "An update as often as the severity asks.",
    Step.PREVENT: "The cause, what is done about it, by whom, and until when.",
    Step.REVIEW: "All the steps above, or a reason; a date for the review.",
}


def numbered(step: Step) -> str:
    """“3. Contain it”; the numbers are the same in every incident, whichever steps it has."""
    return f"{STEPS.index(step) + 1}. {TITLES[step]}"


class State(StrEnum):
    OPEN = "open"
    CLAIMED = "claimed"
    """Somebody says that it is done."""
    EVIDENT = "evident"
    """It shows that it is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How far one step has come."""

    assignee: str = ""
    claimed_by: str = ""
    claimed_at: datetime | None = None
    fact: Fact | None = None
    """By what it is evident."""
    evident_at: datetime | None = None
    turned: Fact | None = None
    """Why it is open again after it was done; None once it is done anew."""
    turned_at: datetime | None = None
    turns: int = 0
    """How often it was done and then open again."""

    @property
    def state(self) -> State:
        if self.evident_at is not None:
            return State.EVIDENT
        return State.CLAIMED if self.claimed_at is not None else State.OPEN

    @property
    def done(self) -> bool:
        return self.state is not State.OPEN

    @property
    def done_at(self) -> datetime | None:
        return self.evident_at or self.claimed_at

    def claim(self, by: str, now: datetime) -> Self:
        return replace(self, claimed_by=by, claimed_at=now, turned=None, turned_at=None)

    def unclaim(self) -> Self:
        return replace(self, claimed_by="", claimed_at=None)

    def contradicted_by(self, finding: Finding) -> bool:
        """Somebody's word holds against what had happened before they gave it, not against what came."""
        if finding.weight is not Weight.AGAINST:
            return False
        return self.claimed_at is None or finding.at is None or finding.at > self.claimed_at

    def weighed(self, finding: Finding, now: datetime) -> Self:
        """With what was found out: ticked, un-ticked, or as it was."""
        if finding.weight is Weight.FOR:
            if self.evident_at is not None:
                return self
            at = finding.at or now
            return replace(self, fact=finding.fact, evident_at=at, turned=None, turned_at=None)
        if self.contradicted_by(finding):
            return self._open_again(finding.fact, now) if self.done else self
        if self.evident_at is not None:
            if self.claimed_at is None:
                return self._open_again(finding.fact, now)
            return replace(self, fact=None, evident_at=None)
        return self

    def _open_again(self, why: Fact, now: datetime) -> Self:
        open_ = replace(self.unclaim(), fact=None, evident_at=None, turned=why, turned_at=now)
        return replace(open_, turns=self.turns + 1)
