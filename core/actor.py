"""Who is asking, and what they may do. The table below is the documentation of it."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from core.integration import Integration
from core.refusals import NotAllowed, NotAMember
from core.workspace import Workspace


class Role(IntEnum):
    """Each role may do all that the lower ones may."""

    NONE = 0
    VIEWER = 1
    RESPONDER = 2
    MANAGER = 3
    ADMIN = 4


class Right(StrEnum):
    SEE = "see"
    ROTATE = "rotate"
    CANCEL_ROTATION = "cancel_rotation"
    EXPIRE_OLD = "expire_old"
    EXTEND_OVERLAP = "extend_overlap"
    SNOOZE = "snooze"
    ACKNOWLEDGE = "acknowledge"
    REASSIGN = "reassign"
    """Give it another owner."""
    REMOVE_UNUSED = "remove_unused"
    """Take away permissions that nobody uses, and put them back."""
    COMPROMISE = "compromise"
    HOLD = "hold"
    """Receive the new token after a compromise that one has reported oneself."""
    CREATE = "create"
    EDIT = "edit"
    DELETE = "delete"
    AUDIT = "audit"
    GRANT = "grant"
    SETTINGS = "settings"


LEAST_ROLE = {
    Right.SEE: Role.VIEWER,
    Right.ROTATE: Role.RESPONDER,
    Right.EXPIRE_OLD: Role.RESPONDER,
    Right.SNOOZE: Role.RESPONDER,
    Right.ACKNOWLEDGE: Role.RESPONDER,
    Right.REASSIGN: Role.MANAGER,
    Right.REMOVE_UNUSED: Role.MANAGER,
    Right.COMPROMISE: Role.RESPONDER,
    Right.HOLD: Role.MANAGER,
    Right.CANCEL_ROTATION: Role.MANAGER,
    Right.EXTEND_OVERLAP: Role.MANAGER,
    Right.CREATE: Role.MANAGER,
    Right.EDIT: Role.MANAGER,
    Right.DELETE: Role.MANAGER,
    Right.AUDIT: Role.MANAGER,
    Right.GRANT: Role.ADMIN,
    Right.SETTINGS: Role.ADMIN,
}
OWNERS_MAY = frozenset(
    {
        Right.SEE,
        Right.ROTATE,
        Right.CANCEL_ROTATION,
        Right.EXPIRE_OLD,
        Right.EXTEND_OVERLAP,
        Right.SNOOZE,
        Right.ACKNOWLEDGE,
        Right.REASSIGN,
        Right.REMOVE_UNUSED,
        Right.COMPROMISE,
        Right.HOLD,
    }
)
"""Owner and backup owner look after the token without holding a role: reminders go to them."""

SWITCHED_OFF_ALLOWS = frozenset(
    {
        Right.COMPROMISE,
        Right.HOLD,
        Right.SNOOZE,
        Right.ACKNOWLEDGE,
        Right.REASSIGN,
        Right.GRANT,
        Right.SETTINGS,
        Right.AUDIT,
    }
)
"""What stays possible while the feature is switched off for the workspace. Reminders go on."""

NEEDS = {
    Role.VIEWER: "A viewer, responder, manager or admin can.",
    Role.RESPONDER: "Its owner or backup owner, a responder, a manager or an admin can.",
    Role.MANAGER: "A manager or an admin can.",
    Role.ADMIN: "An admin can.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Facts about a Slack user, as Slack states them at this moment.

    Unknown means False for every privilege and True for every bar: who fills this in maps a missing fact to
    the careful side.
    """

    tenant: str
    """The workspace they act in: the one this app serves."""
    id: str
    team: str
    """Their own home workspace; differs from `tenant` for people from shared channels."""
    name: str = ""
    time_zone: str = "UTC"
    is_admin: bool = False
    is_owner: bool = False
    is_primary_owner: bool = False
    is_guest: bool = False
    is_bot: bool = False
    is_stranger: bool = False
    is_deactivated: bool = False

    @property
    def is_full_member(self) -> bool:
        barred = self.is_guest or self.is_bot or self.is_stranger or self.is_deactivated
        return not barred and bool(self.team) and self.team == self.tenant


def role_of(person: Person, granted: Role, workspace: Workspace) -> Role:
    """The role that counts now. The primary owner can never be locked out."""
    if not person.is_full_member:
        return Role.NONE
    if person.is_primary_owner:
        return Role.ADMIN
    by_default = workspace.admins_by_default and (person.is_admin or person.is_owner)
    return Role.ADMIN if by_default else granted


def may(right: Right, role: Role, *, is_owner: bool = False) -> bool:
    return role >= LEAST_ROLE[right] or (is_owner and right in OWNERS_MAY)


def looks_after(user: str, integration: Integration) -> bool:
    """Its owner, and its backup owner, who may do the same: they are reminded as well."""
    return bool(user) and user in {integration.owner, integration.backup_owner}


def demand(person: Person, right: Right, role: Role, integration: Integration | None = None) -> None:
    """Raise unless `person` may do this. Asked inside the transaction that does it."""
    if not person.is_full_member:
        raise NotAMember
    is_owner = integration is not None and looks_after(person.id, integration)
    if not may(right, role, is_owner=is_owner):
        raise NotAllowed(NEEDS[LEAST_ROLE[right]])
