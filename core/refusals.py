"""Every "no", each with the sentence that a person may read.

A refusal says what is wrong and what to do. It never says whether something exists in another workspace.
What is not a `Refused` is a breakage: the doors answer it with a reference to quote.
"""

from datetime import datetime
from typing import ClassVar


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """Base of all refusals. `code` is stable and for machines, `str()` is the sentence."""

    code: ClassVar[str] = "refused"


# --- who asks


class NotAllowed(Refused):
    code = "not_allowed"

    def __init__(self, need: str = "") -> None:
        super().__init__(f"You are not allowed to do that.{f' {need}' if need else ''}")


class NotAMember(Refused):
    code = "not_a_member"

    def __init__(self) -> None:
        super().__init__(
            "Only full members of this workspace can use private integrations: "
            "not guests, bots, deactivated people or people from other workspaces."
        )


class NotAColleague(Refused):
    code = "not_a_colleague"

    def __init__(self) -> None:
        super().__init__(
            "Please pick a full member of this workspace: guests, bots, deactivated people and people from "
            "other workspaces can neither own an integration, nor receive a token, nor hold a role. "
            "Nothing was done."
        )


class SwitchedOff(Refused):
    code = "switched_off"

    def __init__(self) -> None:
        super().__init__(
            "Private integrations are switched off in this workspace. Existing tokens go on working. "
            "An admin can switch them on again: in *Settings* on this app's Home tab, or with the command "
            "followed by `settings`."
        )


class LastAdmin(Refused):
    code = "last_admin"

    def __init__(self) -> None:
        super().__init__(
            "That would leave nobody but the primary owner in charge. "
            "Give another person the admin role first."
        )


# --- the database cannot


class StorageFull(Refused):
    """Reading goes on, verification with it; writing works again by itself once there is room."""

    code = "storage_full"

    def __init__(self) -> None:
        super().__init__(
            "There is no room left on the disk where this is kept, so nothing was changed. "
            "Tokens go on working. Please tell whoever runs this, and try again later."
        )


class StorageBusy(Refused):
    code = "storage_busy"

    def __init__(self) -> None:
        super().__init__(
            "Too much is going on at once, so nothing was changed. Please try again in a moment."
        )


class Sealed(Refused):
    """Older than what is known to have happened: an answer might revive a token that was revoked since."""

    code = "sealed"

    def __init__(self) -> None:
        super().__init__(
            "This database is older than what is known to have happened since, so no token is verified. "
            "Replay the newest audit export with `latchkey unseal --replay FILE`."
        )


# --- what is asked for


class UnknownIntegration(Refused):
    """Missing, deleted, or of another workspace: the same answer for all three."""

    code = "unknown_integration"

    def __init__(self, name: str = "", suggestions: tuple[str, ...] = ()) -> None:
        self.suggestions = suggestions
        hint = f" Did you mean {_either(suggestions)}?" if suggestions else ""
        super().__init__(
            f"There is no integration called “{name}” here.{hint}"
            if name
            else "That integration is not here."
        )


class UnknownGateway(Refused):
    code = "unknown_gateway"

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no gateway called “{name}”.")


class BadField(Refused):
    """One field of a form is wrong; shown at that field."""

    code = "bad_field"

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


class BadForm(Refused):
    """All that is wrong with a form, at once."""

    code = "bad_form"

    def __init__(self, problems: tuple[BadField, ...]) -> None:
        self.problems = problems
        super().__init__(" ".join(str(problem) for problem in problems))


class NothingChanged(Refused):
    code = "nothing_changed"

    def __init__(self) -> None:
        super().__init__("Nothing is different from what is already saved, so there is nothing to change.")


# --- somebody was faster


class Overtaken(Refused):
    """What the person saw has changed since; the loser is told who won, and when."""

    code = "overtaken"

    def __init__(self, name: str, by: str, at: datetime) -> None:
        self.name, self.by, self.at = name, by, at
        super().__init__(
            f"“{name}” has changed since you opened this, so nothing was done. Please look again."
        )


class AlreadyDone(Refused):
    """The same click arrived twice. The first one counted."""

    code = "already_done"

    def __init__(self) -> None:
        super().__init__("That was already done; the second click changed nothing.")


class FormExpired(Refused):
    code = "form_expired"

    def __init__(self) -> None:
        super().__init__(
            "This form or button is too old to be used safely. Nothing was done. Please open it again."
        )


# --- a token's life


class OfIntegration(Refused):
    """A refusal about the state of one integration."""

    sentence: ClassVar[str] = ""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(self.sentence.format(name=name))


class RotationUnderway(OfIntegration):
    code = "rotation_underway"
    sentence = (
        "A new token of “{name}” is on its way already, and nobody has confirmed it yet. Whoever receives it "
        "can press *Show token*, *I saved it* or *I did not get it*. Or cancel that rotation first."
    )


class TokenGone(OfIntegration):
    code = "token_gone"
    sentence = "That token of “{name}” does not work any more, so there is nothing to do with it."


class AlreadySafe(OfIntegration):
    code = "already_confirmed"
    sentence = (
        "The new token of “{name}” is already in use or confirmed, so it stays. "
        "If nobody has it, rotate again: the present one keeps working meanwhile."
    )


class NothingToConfirm(OfIntegration):
    code = "nothing_to_confirm"
    sentence = "There is no new token of “{name}” to confirm."


class NothingToCancel(OfIntegration):
    code = "nothing_to_cancel"
    sentence = (
        "“{name}” has no rotation that can be cancelled: there is no old token to go back to. "
        "If the new one is lost, rotate again."
    )


class NoOverlap(OfIntegration):
    code = "no_overlap"
    sentence = "“{name}” has no old token that still works."


class OverlapTooShort(OfIntegration):
    code = "overlap_too_short"
    sentence = (
        "The old token of “{name}” already works longer than that. "
        "To end it sooner, use *Expire old token now*."
    )


class OverlapTooLong(OfIntegration):
    code = "overlap_too_long"
    sentence = "The old token of “{name}” can work for 30 more days at most."


class CallersUnknown(OfIntegration):
    code = "callers_unknown"
    sentence = (
        "No gateway says who uses the token of “{name}”, so nobody can tell when everybody has moved. "
        "Please choose a time instead."
    )


class HandoverGone(Refused):
    """Names nothing: whose hand-over it was is not known any more."""

    code = "handover_gone"

    def __init__(self) -> None:
        super().__init__(
            "No token is waiting for you here any more: it was shown, cancelled, or waited too long. "
            "If you need one, ask an admin to rotate the integration."
        )


class NotYours(Refused):
    """Somebody else was to receive this token."""

    code = "not_yours"

    def __init__(self) -> None:
        super().__init__("This token was meant for somebody else, so only they can do that.")


class NeedsTypedName(Refused):
    code = "needs_typed_name"

    def __init__(self, name: str) -> None:
        super().__init__(f"To go on, type the name exactly: {name}")


def _either(names: tuple[str, ...]) -> str:
    quoted = [f"“{name}”" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
