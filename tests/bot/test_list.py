"""`/integrations`: what people see of the fleet, and how they find their way in it."""

from datetime import timedelta

import pytest

from core.quarantine import Quarantine
from tests.bot.fleets import makes, move_in, reads, rows, sees
from tests.office import Office, everything

DAY = timedelta(days=1)


async def test_an_empty_workspace_says_what_to_do(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    await ada.types("/integrations")
    await reads(ada, "No integrations yet")
    await ada.clicks("Create integration")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Create")


async def test_each_status_is_told_in_words_and_with_a_sign(office: Office) -> None:
    make = await makes(office)
    await move_in(
        office,
        [
            make.bare("Bare"),
            make.working("Billing"),
            make.working("Desk", ago=85 * DAY),
            make.offered("Mail", ago=timedelta(hours=2)),
            make.working("Payroll", ago=93 * DAY),
            make.overlapping("Stock"),
            make.working("Travel", quarantine=Quarantine(at=office.clock())),
        ],
    )
    ada = office.ada
    await ada.types("/integrations list")
    await sees(ada, "Bare", "Billing", "Desk", "Mail", "Payroll", "Stock", "Travel")

    assert ada.modal is not None
    words = [each["text"]["text"].splitlines()[1] for each in ada.modal.blocks if "accessory" in each]
    assert [line.partition("  ·")[0].partition("<!date")[0].strip() for line in words] == [
        "✖️ No working token",
        "✅ Healthy, due in 90 days",
        "⏳ Due in 5 days",
        "❓ New token unconfirmed for 2 hours",
        "⚠️ Overdue by 3 days",
        "🔁 Overlap: old token ends in 7 days",
        "⛔ Quarantined since",
    ]


async def test_typing_part_of_a_name_and_enter_finds_it(office: Office) -> None:
    make = await makes(office)
    await move_in(office, [make.working(name) for name in ("Billing", "Payroll", "Phone bills")])
    ada = office.ada
    await ada.types("/integrations")
    await sees(ada, "Billing", "Payroll", "Phone bills")
    await ada.fills({"Find by name": " BILL "})
    await ada.presses_enter("Find by name")
    await sees(ada, "Billing", "Phone bills")

    assert "2 integrations found" in everything(ada)


async def test_the_search_button_does_the_same_as_enter(sqlite_office: Office) -> None:
    make = await makes(sqlite_office)
    await move_in(sqlite_office, [make.working(name) for name in ("Billing", "Payroll")])
    ada = sqlite_office.ada
    await ada.types("/integrations")
    await sees(ada, "Billing", "Payroll")
    await ada.fills({"Find by name": "pay"})
    await ada.submits()
    await sees(ada, "Payroll")

    assert ada.modal is not None
    assert ada.modal.values["text"] == "pay"


async def test_a_word_after_list_is_searched_for(sqlite_office: Office) -> None:
    make = await makes(sqlite_office)
    await move_in(sqlite_office, [make.working(name) for name in ("Billing", "Payroll")])
    ada = sqlite_office.ada
    await ada.types("/integrations list pay")
    await sees(ada, "Payroll")


async def test_the_status_menu_counts_and_filters(office: Office) -> None:
    make = await makes(office)
    late = [make.working(name, ago=100 * DAY) for name in ("Late one", "Late two")]
    await move_in(office, [*late, make.working("Fine")])
    ada = office.ada
    await ada.types("/integrations")
    await sees(ada, "Fine", "Late one", "Late two")
    assert "Any status (3)" in everything(ada)
    await ada.picks("Status", "⚠️ Overdue (2)")
    await sees(ada, "Late one", "Late two")
    await ada.picks("Status", "Any status (3)")
    await sees(ada, "Fine", "Late one", "Late two")


async def test_what_matches_nothing_says_so_and_shows_the_way_back(sqlite_office: Office) -> None:
    make = await makes(sqlite_office)
    await move_in(sqlite_office, [make.working("Fine"), make.working("Late", ago=100 * DAY)])
    ada = sqlite_office.ada
    await ada.types("/integrations")
    await sees(ada, "Fine", "Late")
    await ada.picks("Status", "⚠️ Overdue (1)")
    await sees(ada, "Late")
    await ada.fills({"Find by name": "<!channel>"})
    await ada.presses_enter("Find by name")
    await reads(ada, "Nothing matches “<!channel>” with the status “Overdue”")
    await ada.clicks("Show all")
    await sees(ada, "Fine", "Late")

    assert ada.modal is not None
    assert list(ada.modal.values.values()) == ["any"], "nothing is typed any more, and any status is picked"


@pytest.mark.slow
async def test_ten_thousand_integrations_are_paged(sqlite_office: Office) -> None:
    make = await makes(sqlite_office)
    await move_in(sqlite_office, (make.working(f"Integration {number:05}") for number in range(1, 10_001)))
    ada = sqlite_office.ada
    await ada.types("/integrations")
    await reads(ada, "1–10 of 10,000")
    assert "First" not in ada.modal.buttons if ada.modal else False
    for page in ("11–20", "21–30"):
        await ada.clicks("Next")
        await reads(ada, f"{page} of 10,000")
    await ada.clicks("Previous")
    await reads(ada, "11–20 of 10,000")
    assert rows(ada.modal)[0] == "Integration 00011"
    await ada.clicks("First")
    await reads(ada, "1–10 of 10,000")
    await ada.fills({"Find by name": "Integration 0999"})
    await ada.presses_enter("Find by name")
    await reads(ada, "10 integrations found")


async def test_a_page_that_is_gone_becomes_the_last_one(sqlite_office: Office) -> None:
    make = await makes(sqlite_office)
    await move_in(sqlite_office, [make.working(f"Number {number:02}") for number in range(21)])
    ada = sqlite_office.ada
    await ada.types("/integrations")
    await reads(ada, "1–10 of 21")
    await ada.clicks("Next")
    await reads(ada, "11–20 of 21")
    adi = sqlite_office.adi
    await adi.types("/integrations delete Number 20")
    await adi.waits_until(lambda: adi.modal and adi.modal.submit)
    await adi.submits()
    await reads(adi, "is deleted")
    await ada.clicks("Next")
    await reads(ada, "11–20 of 20")


async def test_pages_can_still_be_turned_an_hour_later(sqlite_office: Office) -> None:
    make = await makes(sqlite_office)
    await move_in(sqlite_office, [make.working(f"Number {number:02}") for number in range(12)])
    ada = sqlite_office.ada
    await ada.types("/integrations")
    await reads(ada, "1–10 of 12")
    sqlite_office.clock.pass_(timedelta(hours=1))
    await ada.clicks("Next")
    await reads(ada, "11–12 of 12")
