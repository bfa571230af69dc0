"""A list or a portrait shows how things are, also after a change was made in a modal on top of it."""

from sandbox import Person
from tests.bot.fleets import makes, move_in, reads, sees
from tests.office import Office


async def opens_from_the_list(person: Person, verb: str, name: str) -> None:
    await person.picks("row", verb, beside=name)
    await person.waits_until(lambda: len(person.modals) == 2 and "One moment" not in shown(person))


def shown(person: Person, level: int = -1) -> str:
    return person.modals[level].all_text


async def test_the_list_shows_a_rotation_that_was_started_from_it(office: Office) -> None:
    ada = office.ada
    await office.creates(ada, "Billing")
    await ada.types("/integrations")
    await sees(ada, "Billing")
    await opens_from_the_list(ada, "Rotate", "Billing")
    await ada.submits()
    await ada.waits_until(lambda: "unconfirmed" in shown(ada, 0))
    await ada.closes()

    assert ada.modal is not None
    assert ada.modal.title == "Integrations"
    await opens_from_the_list(ada, "Show", "Billing")
    assert "Cancel rotation" in ada.modals[-1].buttons


async def test_a_portrait_and_the_list_below_it_follow_an_edit(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    await sqlite_office.creates(ada, "Billing")
    await ada.types("/integrations")
    await sees(ada, "Billing")
    await opens_from_the_list(ada, "Show", "Billing")
    await ada.clicks("Edit")
    await ada.waits_until(lambda: len(ada.modals) == 3 and ada.modals[-1].submit == "Review")
    await ada.fills(name="Invoices")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Save")
    await ada.submits()

    await ada.waits_until(lambda: "Invoices" in shown(ada, 0) and "Invoices" in shown(ada, 1))
    assert "Billing" not in shown(ada, 0)


async def test_what_was_deleted_leaves_the_list_and_its_portrait_says_so(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    await sqlite_office.creates(ada, "Billing")
    await ada.types("/integrations")
    await sees(ada, "Billing")
    await opens_from_the_list(ada, "Show", "Billing")
    await ada.clicks("Delete")
    await ada.waits_until(lambda: len(ada.modals) == 3 and ada.modals[-1].submit == "Delete")
    await ada.submits()

    await ada.waits_until(lambda: "not here" in shown(ada, 1) and "No integrations yet" in shown(ada, 0))


async def test_an_overlap_that_was_ended_is_over_in_the_portrait_below(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    await sqlite_office.creates(ada, "Billing")
    await sqlite_office.rotates(ada, "Billing")
    await ada.clicks("I saved it")
    await ada.types("/integrations show Billing")
    await ada.waits_until(lambda: ada.modal and "Expire old token now" in ada.modal.buttons)
    await ada.clicks("Expire old token now")

    await ada.waits_until(lambda: len(ada.modals) == 2 and "Expire old token now" not in shown(ada, 0))


async def test_the_list_below_stays_at_what_was_looked_for(sqlite_office: Office) -> None:
    make = await makes(sqlite_office)
    await move_in(sqlite_office, [make.working(f"Billing {number:02}") for number in range(12)])
    await move_in(sqlite_office, [make.working("Support")])
    ada = sqlite_office.ada
    await ada.types("/integrations list billing")
    await reads(ada, "Billing 00")
    await ada.clicks("Next")
    await reads(ada, "Billing 11")
    await opens_from_the_list(ada, "Delete", "Billing 11")
    await ada.submits()

    await ada.waits_until(lambda: "Billing 11" not in shown(ada, 0))
    assert "Billing 10" in shown(ada, 0)
    assert "Support" not in shown(ada, 0)
    assert ada.modals[0].values["text"] == "billing"
