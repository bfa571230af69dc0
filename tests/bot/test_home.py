"""The Home tab: the fleet at a glance, and everything that commands can do."""

from datetime import timedelta

import pytest

from bot.features import home
from core.actor import Role
from tests.bot.fleets import makes, move_in, reads, row_choices, rows, sees_at_home
from tests.office import Office, everything

DAY = timedelta(days=1)


async def test_what_needs_attention_comes_first(office: Office) -> None:
    make = await makes(office)
    await move_in(
        office,
        [
            make.working("A healthy one"),
            make.working("Billing", ago=80 * DAY),
            make.working("Late", ago=95 * DAY),
            make.working("Later", ago=100 * DAY),
            make.bare("Nothing"),
        ],
    )
    ada = office.ada
    await ada.opens_home()
    await sees_at_home(ada, "Nothing", "Later", "Late", "Billing", "A healthy one")

    assert "*5 integrations*" in everything(ada)
    assert "⚠️\u00a0Overdue:\u00a02" in everything(ada)


async def test_the_tab_is_filtered_paged_and_shows_all_again(office: Office) -> None:
    make = await makes(office)
    late = [make.working(f"Late {number:02}", ago=100 * DAY) for number in range(15)]
    await move_in(office, [*late, make.working("Fine")])
    ada = office.ada
    await ada.opens_home()
    await ada.waits_until(lambda: ada.home and "1–10 of 16" in ada.home.all_text)
    await ada.clicks("Next")
    await ada.waits_until(lambda: ada.home and "11–16 of 16" in ada.home.all_text)
    await ada.picks("Status", "⚠️ Overdue (15)")
    await ada.waits_until(lambda: ada.home and "1–10 of 15" in ada.home.all_text)
    await ada.clicks("Next")
    await ada.waits_until(lambda: ada.home and "11–15 of 15" in ada.home.all_text)

    assert rows(ada.home) == [f"Late {number:02}" for number in range(10, 15)]


async def test_opened_again_it_shows_everything_whatever_was_picked_before(sqlite_office: Office) -> None:
    make = await makes(sqlite_office)
    await move_in(sqlite_office, [make.working("Late", ago=100 * DAY), make.working("Fine")])
    ada = sqlite_office.ada
    await ada.opens_home()
    await sees_at_home(ada, "Late", "Fine")
    await ada.picks("Status", "✅ Healthy (1)")
    await sees_at_home(ada, "Fine")
    await ada.opens_home()
    await sees_at_home(ada, "Late", "Fine")

    assert ada.home is not None
    assert list(ada.home.values.values()) == ["any"]


async def test_a_row_opens_its_screen_as_a_modal(sqlite_office: Office) -> None:
    make = await makes(sqlite_office)
    await move_in(sqlite_office, [make.working("Billing")])
    ada = sqlite_office.ada
    await ada.opens_home()
    await sees_at_home(ada, "Billing")
    await ada.picks("row", "Show", beside="Billing")
    await reads(ada, "Next rotation")


async def test_an_integration_made_from_home_is_handed_over_by_message(office: Office) -> None:
    ada = office.ada
    await ada.opens_home()
    await ada.waits_until(lambda: ada.home and "No integrations yet" in ada.home.all_text)
    await ada.clicks("Create integration")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Create")
    await ada.fills(name="Billing", scopes=["contacts.readonly"])
    await ada.submits()
    await reads(ada, "gets a direct message with *Show token*")


@pytest.mark.parametrize("office_name", ["Audit", "Access", "Settings", "Open the guide"])
async def test_what_commands_open_is_within_reach(sqlite_office: Office, office_name: str) -> None:
    ada = sqlite_office.ada
    await ada.opens_home()
    await ada.waits_until(lambda: ada.home)
    await ada.clicks(office_name)
    title = office_name.removeprefix("Open the ").capitalize()
    await ada.waits_until(lambda: ada.modal and ada.modal.title == title)
    await ada.waits_until(lambda: ada.modal and "One moment" not in ada.modal.all_text)

    assert "too old" not in everything(ada)


async def test_refreshing_draws_what_has_changed(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    await ada.opens_home()
    await ada.waits_until(lambda: ada.home and "No integrations yet" in ada.home.all_text)
    make = await makes(sqlite_office)
    await move_in(sqlite_office, [make.working("Billing")])
    slack = sqlite_office.product.slack
    assert slack is not None
    await home.refresh(slack.desk, ada.id)
    await sees_at_home(ada, "Billing")


async def test_without_an_answer_of_slack_the_tab_says_so(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    sqlite_office.slack.faults.next("users.info", "refuse", error="internal_error")
    await ada.opens_home()
    await ada.waits_until(lambda: ada.home and "Slack did not say who you are" in ada.home.all_text)


async def test_refreshing_never_raises(sqlite_office: Office) -> None:
    slack = sqlite_office.product.slack
    assert slack is not None
    sqlite_office.slack.faults.next("views.publish", "refuse", error="not_enabled", times=2)
    await home.refresh(slack.desk, sqlite_office.ada.id)

    assert sqlite_office.ada.home is None
    assert [call.method for call in sqlite_office.slack.calls].count("views.publish") == 2


async def test_a_member_without_any_right_gets_a_friendly_sentence(sqlite_office: Office) -> None:
    make = await makes(sqlite_office)
    await move_in(sqlite_office, [make.working("Billing")])
    mia = sqlite_office.mia
    await mia.opens_home()
    await mia.waits_until(lambda: mia.home and "ask an admin for a role" in mia.home.all_text)

    assert "Billing" not in everything(mia)
    assert mia.home is not None
    assert mia.home.buttons == ["Is this token ours?", "Open the guide"]


async def test_a_guest_gets_a_friendly_sentence(sqlite_office: Office) -> None:
    gus = sqlite_office.gus
    await gus.opens_home()
    await gus.waits_until(lambda: gus.home and "full members of this workspace" in gus.home.all_text)


async def test_switched_off_it_says_where_it_went(office: Office) -> None:
    make = await makes(office)
    await move_in(office, [make.working("Billing", owner=office.mia.id)])
    ada, mia = office.ada, office.mia
    await ada.types("/integrations settings")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Save")
    await ada.fills(enabled="off")
    await ada.submits()
    await reads(ada, "are off now")
    await ada.closes()
    await ada.opens_home()
    await ada.waits_until(lambda: ada.home and "press *Settings*" in ada.home.all_text)
    await mia.opens_home()
    await mia.waits_until(lambda: mia.home and "An admin can switch them on again" in mia.home.all_text)

    assert ada.home is not None
    assert ada.home.buttons == ["Audit", "Access", "Settings", "Is this token ours?", "Open the guide"]
    await ada.clicks("Settings")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Save")


async def test_an_owner_without_a_role_sees_their_own(sqlite_office: Office) -> None:
    make = await makes(sqlite_office)
    mia = sqlite_office.mia
    await move_in(sqlite_office, [make.working("Billing"), make.working("Support", owner=mia.id)])
    await mia.opens_home()
    await sees_at_home(mia, "Support")

    assert row_choices(mia.home, "Support") == ["Show", "Rotate", "Report compromised"]


async def test_a_demotion_counts_at_the_next_press(sqlite_office: Office) -> None:
    make = await makes(sqlite_office)
    await move_in(sqlite_office, [make.working(f"Number {number:02}") for number in range(12)])
    mia = sqlite_office.mia
    store, team = sqlite_office.product.tools.store, sqlite_office.slack.team_id
    async with store.transaction(team) as tx:
        await tx.set_role(mia.id, Role.VIEWER, by=sqlite_office.ada.id)
    await mia.opens_home()
    await mia.waits_until(lambda: mia.home and "1–10 of 12" in mia.home.all_text)
    async with store.transaction(team) as tx:
        await tx.set_role(mia.id, Role.NONE, by=sqlite_office.ada.id)
    await mia.clicks("Next")
    await mia.waits_until(lambda: mia.home and "ask an admin for a role" in mia.home.all_text)


async def test_opening_the_messages_tab_draws_nothing(sqlite_office: Office) -> None:
    await sqlite_office.ada.opens_direct_message()
    await sqlite_office.ada.opens_home()
    await sqlite_office.ada.waits_until(lambda: sqlite_office.ada.home)

    assert [call.method for call in sqlite_office.slack.calls].count("views.publish") == 1
