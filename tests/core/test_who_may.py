"""The roles, as a table, and who holds which."""

import pytest

from core.actor import (
    LEAST_ROLE,
    NEEDS,
    SWITCHED_OFF_ALLOWS,
    Person,
    Right,
    Role,
    demand,
    may,
    role_of,
)
from core.refusals import NotAllowed, NotAMember
from core.workspace import Workspace
from tests.core.examples import a_person, an_integration

TABLE = """
right           | none | viewer | responder | manager | admin | owner of it
see             |      | yes    | yes       | yes     | yes   | yes
rotate          |      |        | yes       | yes     | yes   | yes
expire_old      |      |        | yes       | yes     | yes   | yes
snooze          |      |        | yes       | yes     | yes   | yes
acknowledge     |      |        | yes       | yes     | yes   | yes
compromise      |      |        | yes       | yes     | yes   | yes
reassign        |      |        |           | yes     | yes   | yes
remove_unused   |      |        |           | yes     | yes   | yes
hold            |      |        |           | yes     | yes   | yes
cancel_rotation |      |        |           | yes     | yes   | yes
extend_overlap  |      |        |           | yes     | yes   | yes
create          |      |        |           | yes     | yes   |
edit            |      |        |           | yes     | yes   |
delete          |      |        |           | yes     | yes   |
audit           |      |        |           | yes     | yes   |
grant           |      |        |           |         | yes   |
settings        |      |        |           |         | yes   |
"""
ROWS = {
    row[0]: [cell == "yes" for cell in row[1:]]
    for row in ([cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()[1:])
}
HOME = Workspace(tenant="T-HOME")
STRICT = Workspace(tenant="T-HOME", admins_by_default=False)


def test_the_table_names_every_right() -> None:
    assert set(ROWS) == set(Right) == set(LEAST_ROLE)


@pytest.mark.parametrize("right", list(Right))
def test_a_role_may_what_the_table_says(right: Right) -> None:
    assert [may(right, role) for role in Role] + [may(right, Role.NONE, is_owner=True)] == ROWS[right]


@pytest.mark.parametrize("right", list(Right))
def test_owning_an_integration_takes_nothing_away(right: Right) -> None:
    assert all(may(right, role, is_owner=True) for role in Role if may(right, role))


def test_a_refusal_says_who_can() -> None:
    for right, least in LEAST_ROLE.items():
        with pytest.raises(NotAllowed, match="You are not allowed to do that") as refused:
            demand(a_person(), right, Role.NONE)
        assert str(refused.value).endswith(NEEDS[least])


def test_an_owner_may_rotate_only_what_they_own() -> None:
    olive = a_person(id="U-OLIVE")
    demand(olive, Right.ROTATE, Role.NONE, an_integration(owner="U-OLIVE"))
    demand(olive, Right.ROTATE, Role.NONE, an_integration(owner="U-BOB", backup_owner="U-OLIVE"))
    with pytest.raises(NotAllowed):
        demand(olive, Right.ROTATE, Role.NONE, an_integration(owner="U-BOB"))


def test_whoever_slack_does_not_name_is_no_backup_owner_where_there_is_none() -> None:
    with pytest.raises(NotAllowed):
        demand(a_person(id=""), Right.ROTATE, Role.NONE, an_integration(backup_owner=""))


OUTSIDERS = {
    "a guest": {"is_guest": True},
    "a bot": {"is_bot": True},
    "a stranger": {"is_stranger": True},
    "a deactivated person": {"is_deactivated": True},
    "somebody from another workspace": {"team": "T-OTHER"},
    "somebody whose workspace is unknown": {"team": ""},
}
HIGHEST = {"is_admin": True, "is_owner": True, "is_primary_owner": True}


@pytest.mark.parametrize("facts", OUTSIDERS.values(), ids=OUTSIDERS)
def test_outsiders_may_nothing_whatever_else_they_are(facts: dict[str, object]) -> None:
    outsider = a_person(**HIGHEST | facts)
    assert role_of(outsider, Role.ADMIN, HOME) is Role.NONE
    for right in Right:
        with pytest.raises(NotAMember, match="full members"):
            demand(outsider, right, Role.ADMIN, an_integration(owner=outsider.id))


def test_even_two_unknown_workspaces_are_not_the_same_one() -> None:
    assert not a_person(tenant="", team="").is_full_member


@pytest.mark.parametrize("granted", list(Role))
@pytest.mark.parametrize("workspace", [HOME, STRICT], ids=["by default", "by grant only"])
def test_the_primary_owner_is_never_locked_out(granted: Role, workspace: Workspace) -> None:
    assert role_of(a_person(is_primary_owner=True), granted, workspace) is Role.ADMIN


@pytest.mark.parametrize("person", [a_person(is_admin=True), a_person(is_owner=True)])
def test_admins_and_owners_are_admins_until_the_default_is_taken_away(person: Person) -> None:
    assert role_of(person, Role.NONE, HOME) is Role.ADMIN
    assert role_of(person, Role.NONE, STRICT) is Role.NONE
    assert role_of(person, Role.VIEWER, STRICT) is Role.VIEWER


@pytest.mark.parametrize("granted", list(Role))
def test_anybody_else_has_the_role_that_was_granted(granted: Role) -> None:
    assert role_of(a_person(), granted, HOME) is granted


def test_what_stays_possible_while_switched_off_is_safety_reminders_and_switching_on_again() -> None:
    safety, reminders = {"compromise", "hold"}, {"snooze", "acknowledge", "reassign"}
    assert safety | reminders | {"audit", "grant", "settings"} == SWITCHED_OFF_ALLOWS
