"""The refusals of incidents, with the sentences that people read."""

from core.incidents.steps import TITLES, Step
from core.refusals import Refused


class UnknownIncident(Refused):
    """Missing, or of another workspace: the same answer for both."""

    code = "unknown_incident"

    def __init__(self) -> None:
        super().__init__("That incident is not here.")


class IncidentClosed(Refused):
    code = "incident_closed"

    def __init__(self) -> None:
        super().__init__("This incident is closed, so nothing was changed.")


class IncidentChanged(Refused):
    """Somebody, or the evidence, was faster."""

    code = "incident_changed"

    def __init__(self) -> None:
        super().__init__("The incident has changed just now, so nothing was done. Please look again.")


class StepDone(Refused):
    code = "step_done"

    def __init__(self, by: str) -> None:
        self.by = by
        """Who has claimed it; empty where it is evident."""
        super().__init__("That step is done already.")


class NotThatStep(Refused):
    code = "not_that_step"

    def __init__(self, step: Step) -> None:
        super().__init__(f"“{TITLES[step]}” is none of the steps of this incident.")


class TooMuchWritten(Refused):
    code = "too_much_written"

    def __init__(self) -> None:
        super().__init__("An incident holds no more notes and links than these. Please go on in its thread.")


class NotFinished(Refused):
    """It can be closed all the same, with a reason."""

    code = "not_finished"

    def __init__(self, contradicted: tuple[Step, ...], open_: tuple[Step, ...]) -> None:
        self.contradicted, self.open = contradicted, open_
        told = [f"the evidence speaks against {_named(contradicted)}"] if contradicted else []
        told += [f"still to do: {_named(open_)}"] if open_ else []
        super().__init__(f"It is not over: {'; '.join(told)}. To close it all the same, say why.")


class ExposedLater(Refused):
    code = "exposed_later"

    def __init__(self) -> None:
        super().__init__("It cannot have been exposed at an instant that is still to come.")


class NotInQuarantine(Refused):
    code = "not_in_quarantine"

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}” is not in quarantine.")


def _named(steps: tuple[Step, ...]) -> str:
    return ", ".join(f"“{TITLES[step]}”" for step in steps)
