"""The menu beside each integration of the list: only what the person may do, and it opens each screen."""

import pytest

from core.actor import Role
from tests.bot.fleets import makes, move_in, reads, row_choices, sees
from tests.office import Office, everything


@pytest.mark.parametrize("verb", ["Show", "Edit", "Rotate", "Delete", "Report compromised"])
async def test_the_menu_of_a_row_opens_each_screen(sqlite_office: Office, verb: str) -> None:
    make = await makes(sqlite_office)
    await move_in(sqlite_office, [make.working("Billing")])
    ada = sqlite_office.ada
    await ada.types("/integrations")
    await sees(ada, "Billing")
    await ada.picks("row", verb, beside="Billing")
    await ada.waits_until(lambda: len(ada.modals) == 2 and "One moment" not in everything(ada))

    assert ada.modal is not None
    assert ada.modal.title == {"Show": "Integration"}.get(verb, verb)
    assert "Billing" in ada.modal.all_text


async def test_a_token_asked_for_from_the_list_appears_where_the_command_was_typed(office: Office) -> None:
    ada = office.ada
    await office.creates(ada, "Billing")
    await ada.types("/integrations")
    await sees(ada, "Billing")
    await ada.picks("row", "Rotate", beside="Billing")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Rotate")
    await ada.submits()

    assert await office.accepts(await office.is_shown_a_token(ada))


async def test_a_rotation_under_way_is_not_offered_again(sqlite_office: Office) -> None:
    make = await makes(sqlite_office)
    await move_in(sqlite_office, [make.offered("Billing")])
    ada = sqlite_office.ada
    await ada.types("/integrations")
    await sees(ada, "Billing")

    assert row_choices(ada.modal, "Billing") == ["Show", "Edit", "Delete", "Report compromised"]


@pytest.mark.parametrize(
    ("role", "choices"),
    [
        (Role.VIEWER, ["Show"]),
        (Role.RESPONDER, ["Show", "Rotate", "Report compromised"]),
        (Role.MANAGER, ["Show", "Edit", "Rotate", "Delete", "Report compromised"]),
    ],
)
async def test_a_row_offers_only_what_the_person_may_do(
    sqlite_office: Office, role: Role, choices: list[str]
) -> None:
    make = await makes(sqlite_office)
    await move_in(sqlite_office, [make.working("Billing")])
    mia = sqlite_office.mia
    async with sqlite_office.product.tools.store.transaction(sqlite_office.slack.team_id) as tx:
        await tx.set_role(mia.id, role, by=sqlite_office.ada.id)
    await mia.types("/integrations")
    await sees(mia, "Billing")

    assert row_choices(mia.modal, "Billing") == choices
    assert mia.modal is not None
    assert ("Create integration" in mia.modal.buttons) is (role is Role.MANAGER)


async def test_an_owner_without_a_role_sees_their_own_and_may_rotate(office: Office) -> None:
    make = await makes(office)
    mia = office.mia
    await move_in(office, [make.working("Billing"), make.working("Support", owner=mia.id)])
    await mia.types("/integrations")
    await sees(mia, "Support")

    assert row_choices(mia.modal, "Support") == ["Show", "Rotate", "Report compromised"]
    assert "1 integration you own" in everything(mia)
    assert "Billing" not in everything(mia)


async def test_a_forged_choice_of_a_row_does_nothing(sqlite_office: Office) -> None:
    make = await makes(sqlite_office)
    await move_in(sqlite_office, [make.working("Billing")])
    ada = sqlite_office.ada
    await ada.types("/integrations")
    await sees(ada, "Billing")
    assert ada.modal is not None
    row = next(each for each in ada.modal.blocks if "accessory" in each)
    row["accessory"]["options"][0]["value"] = "explode:everything:now"
    await ada.picks("row", "Show", beside="Billing")
    await reads(ada, "too old to be used safely")
