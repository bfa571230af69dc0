"""`show`: all about one integration, and what can be done about it from there."""

from datetime import timedelta

import pytest

from core.actor import Role
from tests.bot.fleets import makes, move_in, reads
from tests.office import Office, everything

DAY = timedelta(days=1)


async def test_it_tells_all_about_one(office: Office) -> None:
    ada = office.ada
    await office.creates(
        ada,
        "Billing",
        scopes=["contacts.readonly", "contacts.write"],
        description="Sends <!channel> invoices",
        storage_note="Vault: billing",
    )
    office.clock.pass_(10 * DAY)
    await ada.types("/integrations show billing")
    await reads(ada, "What happened last")

    told = everything(ada)
    for words in (
        "✅ Healthy, due in 80 days",
        "Sends <!channel> invoices",
        "Vault: billing",
        f"<@{ada.id}>",
        "Permissions* (2, 1 of them sensitive)",
        "View contacts with notes",
        "90 days",
        "*current*: works",
        f"<@{ada.id}> created it with 2 permissions.",
        f"<@{ada.id}> saved its token v1.",
    ):
        assert words in told
    assert ada.modal is not None
    assert ada.modal.buttons == ["Edit", "Rotate", "Delete", "Report compromised", "Audit"]


async def test_what_people_typed_is_shown_to_the_letter(sqlite_office: Office) -> None:
    make = await makes(sqlite_office)
    words = "<!channel> *bold* :tada: <https://evil.example|click>"
    await move_in(sqlite_office, [make.working("R&D", description=words, storage_note=words)])
    ada = sqlite_office.ada
    await ada.types("/integrations list R&D")
    await ada.waits_until(lambda: ada.modal and "Find by name" in ada.modal.all_text)
    await ada.picks("row", "Show")
    await reads(ada, "Next rotation")

    assert ada.modal is not None
    typed = [each["text"] for each in ada.modal.blocks if (each.get("text") or {}).get("text") == words]
    assert [each["type"] for each in typed] == ["plain_text", "plain_text"]


async def test_a_mistyped_name_gets_suggestions(sqlite_office: Office) -> None:
    make = await makes(sqlite_office)
    await move_in(sqlite_office, [make.working("Billing sync"), make.working("Payroll")])
    ada = sqlite_office.ada
    await ada.types("/integrations show Biling synk")
    await reads(ada, "Did you mean “Billing sync”?")


async def test_a_name_that_was_left_out_is_asked_for(sqlite_office: Office) -> None:
    await sqlite_office.creates(sqlite_office.ada, "Billing")
    ada = sqlite_office.ada
    await ada.types("/integrations show")
    await reads(ada, "Which integration?")


async def test_an_unconfirmed_token_can_be_minted_anew_or_taken_back(office: Office) -> None:
    ada = office.ada
    old = await office.creates(ada, "Billing")
    lost = await office.rotates(ada, "Billing")
    await ada.types("/integrations show Billing")
    await reads(ada, "Nobody has confirmed it yet")
    assert ada.modal is not None
    assert ada.modal.buttons[:2] == ["I did not get it", "Cancel rotation"]
    assert "Rotate" not in ada.modal.buttons
    await ada.clicks("I did not get it")
    await ada.waits_until(lambda: "is void" in everything(ada))

    assert not await office.accepts(lost)
    assert await office.accepts(await office.is_shown_a_token(ada))
    assert await office.accepts(old)


async def test_an_overlap_can_be_extended_ended_or_undone(office: Office) -> None:
    ada = office.ada
    old = await office.creates(ada, "Billing")
    await office.rotates(ada, "Billing")
    await ada.clicks("I saved it")
    await ada.types("/integrations show Billing")
    await reads(ada, "7 days left")
    assert ada.modal is not None
    assert ada.modal.buttons[:3] == ["Extend overlap", "Expire old token now", "Cancel rotation"]
    await ada.clicks("Expire old token now")
    await reads(ada, "is refused from now on")

    assert not await office.accepts(old)


async def test_a_waiting_hand_over_says_for_whom_and_can_be_cancelled(office: Office) -> None:
    ada, max_ = office.ada, office.max
    await office.creates(ada, "Billing")
    await ada.types("/integrations rotate Billing")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Rotate")
    await ada.fills(recipient=max_)
    await ada.submits()
    await reads(ada, "gets a direct message")
    await ada.types("/integrations show Billing")
    await reads(ada, f"<@{max_.id}> is to collect the new token, as <@{ada.id}> asked")
    await ada.clicks("Cancel rotation")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Cancel rotation")
    await ada.submits()
    await reads(ada, "is cancelled")

    assert (await office.integration("Billing")).handover is None


async def test_a_dead_token_says_why_and_when(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    await sqlite_office.creates(ada, "Billing")
    await sqlite_office.rotates(ada, "Billing", overlap="at_once")
    await ada.clicks("I saved it")
    await ada.types("/integrations show Billing")
    await reads(ada, "its overlap was over")

    told = everything(ada)
    assert told.index("*v2*") < told.index("• v1")


async def test_many_permissions_are_counted_and_a_button_lists_them_all(sqlite_office: Office) -> None:
    catalogue = sqlite_office.product.tools.catalogue
    make = await makes(sqlite_office)
    await move_in(sqlite_office, [make.working("Everything", scopes=frozenset(catalogue.permissions))])
    ada = sqlite_office.ada
    await ada.types("/integrations show Everything")
    await reads(ada, "Payments 19")
    await ada.clicks(f"All {len(catalogue.permissions)} permissions")
    await ada.waits_until(lambda: ada.modal and ada.modal.title == "Permissions")
    await reads(ada, "Contacts")

    assert all(f"`{scope}`" in everything(ada) for scope in catalogue.permissions)


@pytest.mark.parametrize(
    ("role", "buttons"),
    [
        (Role.VIEWER, []),
        (Role.RESPONDER, ["Expire old token now", "Rotate", "Report compromised"]),
        (
            Role.MANAGER,
            [
                "Extend overlap",
                "Expire old token now",
                "Cancel rotation",
                "Edit",
                "Rotate",
                "Delete",
                "Report compromised",
                "Audit",
            ],
        ),
    ],
)
async def test_only_what_the_person_may_do_is_offered(
    sqlite_office: Office, role: Role, buttons: list[str]
) -> None:
    make = await makes(sqlite_office)
    await move_in(sqlite_office, [make.overlapping("Billing")])
    mia = sqlite_office.mia
    async with sqlite_office.product.tools.store.transaction(sqlite_office.slack.team_id) as tx:
        await tx.set_role(mia.id, role, by=sqlite_office.ada.id)
    await mia.types("/integrations show Billing")
    await reads(mia, "What happened last")

    assert mia.modal is not None
    assert mia.modal.buttons == buttons


async def test_who_may_see_nothing_is_not_told_that_it_exists(sqlite_office: Office) -> None:
    make = await makes(sqlite_office)
    await move_in(sqlite_office, [make.working("Billing")])
    mia = sqlite_office.mia
    answers = []
    for name in ("Billing", "Billingg"):
        await mia.types(f"/integrations show {name}")
        await mia.waits_until(lambda: mia.modal and "One moment" not in mia.modal.all_text)
        answers.append(mia.modal.all_text.replace(f"“{name}”", "") if mia.modal else "")
        await mia.closes()

    assert "Did you mean" not in answers[1]
    assert "v1" not in "".join(answers)


async def test_a_fourth_screen_takes_the_place_of_the_third(sqlite_office: Office) -> None:
    """Slack stacks three: the list, the portrait, and what was pressed there."""
    ada, adi = sqlite_office.ada, sqlite_office.adi
    await sqlite_office.creates(ada, "Billing")
    await ada.types("/integrations")
    await reads(ada, "Find by name")
    await ada.picks("row", "Show")
    await reads(ada, "What happened last")
    await sqlite_office.rotates(adi, "Billing")
    await ada.clicks("Rotate")
    await reads(ada, "is on its way already")
    await ada.clicks("Cancel rotation")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Cancel rotation")
    await ada.submits()
    await reads(ada, "is cancelled")
