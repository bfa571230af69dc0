"""Who may do what, in words: made from the tables that decide it, so that no page can say otherwise."""

from collections.abc import Iterable, Mapping

from bot.text import listed
from core.actor import LEAST_ROLE, OWNERS_MAY, SWITCHED_OFF_ALLOWS, Right, Role

RIGHTS: Mapping[Right, str] = {
    Right.SEE: "see all integrations",
    Right.ROTATE: "rotate",
    Right.EXPIRE_OLD: "expire an old token",
    Right.SNOOZE: "put off reminders",
    Right.ACKNOWLEDGE: "acknowledge reminders",
    Right.REASSIGN: "give an integration to another owner",
    Right.COMPROMISE: "report a compromise",
    Right.HOLD: "hold the new token after a compromise",
    Right.CANCEL_ROTATION: "cancel a rotation",
    Right.EXTEND_OVERLAP: "extend an overlap",
    Right.REMOVE_UNUSED: "remove unused permissions",
    Right.CREATE: "create",
    Right.EDIT: "edit",
    Right.DELETE: "delete",
    Right.AUDIT: "read the audit record",
    Right.GRANT: "give access",
    Right.SETTINGS: "change settings",
}
ROLES = tuple(role for role in Role if role is not Role.NONE)


def role_lines() -> list[str]:
    """One line for each role, lowest first: what it adds."""
    return [_line(role, first=index == 0) for index, role in enumerate(ROLES)]


def owner_line() -> str:
    own = [right for right in Right if right in OWNERS_MAY and right is not Right.SEE]
    return f"*Owner* or backup owner of an integration, without any role: see it, {_words(own)}."


def switched_off_line() -> str:
    return f"While the feature is off, one can still {_words(r for r in Right if r in SWITCHED_OFF_ALLOWS)}."


def _line(role: Role, *, first: bool) -> str:
    rights = _words(right for right in Right if LEAST_ROLE[right] is role)
    return (
        f"*{role.name.capitalize()}*: {rights}." if first else f"*{role.name.capitalize()}*: also {rights}."
    )


def _words(rights: Iterable[Right]) -> str:
    return listed(RIGHTS[right] for right in rights)
