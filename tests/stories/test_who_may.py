"""Who may do what, as people meet it."""

from datetime import timedelta

import pytest

from tests.office import Office, everything

REFUSALS = (
    "You are not allowed to do that",
    "Only full members",
    "There is no integration called",
    "not here",
)
COMMANDS = (
    "create",
    "list",
    "rotate Billing sync",
    "edit Billing sync",
    "delete Billing sync",
    "access",
    "settings",
    "audit Billing synk",
)


@pytest.mark.parametrize("who", ["mia", "gus"])
async def test_without_a_role_every_command_is_refused_in_a_sentence(sqlite_office: Office, who: str) -> None:
    await sqlite_office.creates(sqlite_office.ada, "Billing sync")
    somebody = sqlite_office.slack.person(who)
    for command in COMMANDS:
        await somebody.types(f"/integrations {command}")
        await somebody.waits_until(
            lambda: somebody.modal and any(words in somebody.modal.all_text for words in REFUSALS)
        )
        assert somebody.modal is not None
        assert somebody.modal.submit is None
        await somebody.closes()

    assert await sqlite_office.events() == ["integration:create", "token:confirm"]


async def test_a_stranger_from_a_shared_channel_is_refused(sqlite_office: Office) -> None:
    sam = sqlite_office.sam
    sam.channel = "partners"
    await sam.types("/integrations create")
    await sam.waits_until(lambda: "Only full members" in everything(sam))


async def test_whoever_may_see_nothing_learns_no_name(sqlite_office: Office) -> None:
    await sqlite_office.creates(sqlite_office.ada, "Billing sync")
    mia = sqlite_office.mia
    answers = set()
    for name in ("Billing sync", "Billing synk", "Nothing at all"):
        await mia.types(f"/integrations rotate {name}")
        await mia.waits_until(lambda: mia.modal and "There is no integration called" in mia.modal.all_text)
        assert mia.modal is not None
        answers.add(mia.modal.all_text.replace(name, "NAME"))
        await mia.closes()

    assert len(answers) == 1, "a name that exists is answered like one that does not"
    assert "Did you mean" not in answers.pop()


@pytest.mark.parametrize("who", ["mia", "gus"])
async def test_the_audit_suggests_no_names_to_those_who_may_not_read_it(
    sqlite_office: Office, who: str
) -> None:
    await sqlite_office.creates(sqlite_office.ada, "Billing sync")
    somebody = sqlite_office.slack.person(who)
    await somebody.types("/integrations audit Billing synk")
    await somebody.waits_until(
        lambda: somebody.modal and any(words in somebody.modal.all_text for words in REFUSALS)
    )

    assert "Billing sync" not in everything(somebody)


async def test_an_admin_demoted_with_an_open_form_is_refused_when_she_submits(office: Office) -> None:
    adi = office.adi
    await office.fills_create_form(adi, "Billing sync")
    office.slack.demote(adi)
    await adi.submits()
    await adi.waits_until(lambda: adi.modal and "not allowed" in adi.modal.all_text)

    assert await office.events() == []


async def test_a_member_who_was_made_manager_creates_and_cannot_give_access(office: Office) -> None:
    ada, max_ = office.ada, office.max
    await ada.types("/integrations access")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit)
    await ada.fills(person=max_.id, role="Manager")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and ">: manager" in ada.modal.all_text)
    await ada.closes()

    assert await office.accepts(await office.creates(max_, "Billing sync"))
    await max_.types("/integrations access")
    await max_.waits_until(lambda: max_.modal and "An admin can." in max_.modal.all_text)


async def test_a_role_is_taken_away_with_one_click(sqlite_office: Office) -> None:
    ada, max_ = sqlite_office.ada, sqlite_office.max
    await ada.types("/integrations access")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit)
    await ada.fills(person=max_.id, role="Manager")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "Take away" in ada.modal.buttons)
    await ada.clicks("Take away")
    await ada.waits_until(lambda: ada.modal and "Nobody has been given a role" in ada.modal.all_text)

    assert await sqlite_office.events() == ["access:grant", "access:grant"]


async def test_a_role_is_taken_away_by_picking_the_person(sqlite_office: Office) -> None:
    ada, max_ = sqlite_office.ada, sqlite_office.max
    await ada.types("/integrations access")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit)
    await ada.fills(person=max_.id, role="Manager")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and ">: manager" in ada.modal.all_text)
    await ada.fills(person=max_.id, role="NONE")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "Nobody has been given a role" in ada.modal.all_text)


async def test_an_admin_who_gives_up_her_own_right_is_not_told_that_it_was_refused(
    sqlite_office: Office,
) -> None:
    adi = sqlite_office.adi
    await adi.types("/integrations access")
    await adi.waits_until(lambda: adi.modal and adi.modal.submit)
    await adi.fills(person=sqlite_office.max.id, role="Admin")
    await adi.submits()
    await adi.waits_until(lambda: adi.modal and ">: admin" in adi.modal.all_text)
    await adi.clicks("Take this away from admins")
    await adi.waits_until(lambda: adi.modal and "given up your own right" in adi.modal.all_text)

    assert adi.modal is not None
    assert "not allowed" not in adi.modal.all_text


async def test_admins_lose_their_default_only_when_somebody_else_holds_the_role(
    sqlite_office: Office,
) -> None:
    ada, adi = sqlite_office.ada, sqlite_office.adi
    await ada.types("/integrations access")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit)
    await ada.clicks("Take this away from admins")
    await ada.waits_until(lambda: ada.modal and "nobody but the primary owner" in ada.modal.all_text)
    await ada.closes()

    await ada.fills(person=sqlite_office.max.id, role="Admin")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and ">: admin" in ada.modal.all_text)
    await ada.clicks("Take this away from admins")
    await ada.waits_until(lambda: ada.modal and "Give it back to admins" in ada.modal.buttons)
    await adi.types("/integrations create")
    await adi.waits_until(lambda: adi.modal and "not allowed" in adi.modal.all_text)


async def test_the_owner_rotates_her_own_integration_without_a_role(office: Office) -> None:
    ada, mia = office.ada, office.mia
    await office.creates(ada, "Billing sync", owner=mia.id)
    new = await office.rotates(mia, "Billing sync")
    assert await office.accepts(new)

    await mia.types("/integrations edit Billing sync")
    await mia.waits_until(lambda: mia.modal and "A manager or an admin can." in mia.modal.all_text)


async def test_a_token_shown_before_the_feature_was_switched_off_can_still_be_saved(
    sqlite_office: Office,
) -> None:
    ada, adi = sqlite_office.ada, sqlite_office.adi
    await sqlite_office.fills_create_form(ada, "Billing sync")
    await ada.submits()
    token = await sqlite_office.is_shown_a_token(ada)
    await sqlite_office.reads_where_it_is(ada)
    await adi.types("/integrations settings")
    await adi.waits_until(lambda: adi.modal and adi.modal.submit)
    await adi.fills(enabled="Off")
    await adi.submits()
    await adi.waits_until(lambda: adi.modal and "are off now" in adi.modal.all_text)

    await ada.clicks("I saved it")
    await ada.waits_until(lambda: token not in everything(ada))
    await sqlite_office.pass_(timedelta(days=8))
    assert await sqlite_office.accepts(token), "it was not swept as one that nobody has"


async def test_switched_off_means_a_sentence_for_people_and_nothing_for_tokens(office: Office) -> None:
    ada = office.ada
    token = await office.creates(ada, "Billing sync")
    await ada.types("/integrations settings")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit)
    await ada.fills(enabled="Off")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "are off now" in ada.modal.all_text)
    await ada.closes()

    await ada.types("/integrations create")
    await ada.waits_until(lambda: ada.modal and "switched off in this workspace" in ada.modal.all_text)
    assert await office.accepts(token)

    await ada.closes()
    await ada.types("/integrations settings")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit)
    await ada.fills(enabled="On")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "Saved." in ada.modal.all_text)
    assert await office.accepts(await office.creates(ada, "Another"))
