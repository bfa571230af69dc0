"""What the buttons of a reminder may answer."""

from core.refusals import OfIntegration, Refused


class NothingToRemind(OfIntegration):
    code = "nothing_to_remind"
    sentence = "“{name}” was rotated, or has another due date by now: this reminder is settled."


class InHand(Refused):
    code = "in_hand"

    def __init__(self, name: str, by: str) -> None:
        self.name, self.by = name, by
        super().__init__(f"Somebody else has “{name}” in hand already.")


class SnoozedEnough(OfIntegration):
    code = "snoozed_enough"
    sentence = (
        "The rotation of “{name}” was put off three times, and no more than that is possible. "
        "Rotate it, or reassign it to somebody who can."
    )


class SnoozeNeedsSomebodyElse(OfIntegration):
    code = "snooze_needs_somebody_else"
    sentence = (
        "“{name}” would be overdue for more than 14 days by then. That takes two people: "
        "you can put it off so far once somebody else has put it off before."
    )
