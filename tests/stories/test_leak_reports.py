"""A token is found in public: what its people see, and how the brake is let go."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.features.brake import CHOICES, DROP, THROUGH, TITLE
from core.actions.leak import report_leak
from core.audit import SCANNER
from core.leaks.brake import MOST, WITHIN
from core.leaks.report import Label, Report, Source
from core.secret import Secret
from sandbox import Person
from tests.office import Office, everything
from tests.storage.making import a_secret, an_integration, confirmed, offering
from tests.stories.incidents.emergency import responds

TICKS = 30
WHERE = "https://github.com/example/repo/blob/abc/deploy.sh"


async def reports(office: Office, token: str, url: str = WHERE) -> Label:
    secret = Secret.parse(token)
    assert secret is not None
    report = Report(secret=secret, source=Source.GITHUB, by=SCANNER, url=url, kind="commit")
    return await report_leak(office.product.tools, report)


async def reads(office: Office, person: Person, words: str) -> None:
    """After as many deliveries as it takes: there may be many notices before it."""
    for _ in range(TICKS):
        await office.tick()
        if words in everything(person):
            break
    await person.waits_until(lambda: words in everything(person))


async def asks_first(person: Person, name: str) -> None:
    await person.types(f"/integrations edit {name}")
    await person.waits_until(lambda: person.modal and person.modal.submit == "Review")
    await person.fills(on_leak="Alert its people, and let them decide")
    await person.submits()
    await person.waits_until(lambda: person.modal and person.modal.submit == "Save")
    assert person.modal is not None
    assert "Revoke all its tokens at once → Alert its people, and let them decide" in person.modal.all_text
    await person.submits()
    await person.waits_until(lambda: person.modal and "is changed" in person.modal.all_text)
    await person.closes()


async def test_a_leaked_token_is_revoked_and_its_owner_hears_where_it_was(office: Office) -> None:
    ada = office.ada
    token = await office.creates(ada, "Billing sync")
    assert await reports(office, token) is Label.TRUE_POSITIVE
    assert not await office.accepts(token)
    await reads(office, ada, WHERE)
    assert token not in everything(ada)


async def test_an_integration_that_asks_first_goes_on_and_its_owner_decides(office: Office) -> None:
    ada = office.ada
    token = await office.creates(ada, "Billing sync")
    await asks_first(ada, "Billing sync")
    assert await reports(office, token) is Label.TRUE_POSITIVE
    assert await office.accepts(token)
    await reads(office, ada, "It goes on working, because this integration is set to ask first")


async def test_an_old_token_makes_no_alarm(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    old = await sqlite_office.creates(ada, "Billing sync")
    await sqlite_office.rotates(ada, "Billing sync", overlap="As soon as the new one is confirmed")
    await ada.clicks("I saved it")
    await ada.waits_until(lambda: not re.search(r"pit_\w{49}", everything(ada)))
    assert await reports(sqlite_office, old) is Label.TRUE_POSITIVE
    await reads(sqlite_office, ada, "Severity P4")


async def in_stock(office: Office, number: int) -> list[Secret]:
    """So many integrations of Ada's, each with a token that works; by hand it would take a while."""
    secrets, now = [a_secret() for _ in range(number)], office.clock.now
    async with office.product.tools.store.transaction(office.slack.team_id) as tx:
        for index, secret in enumerate(secrets):
            made = an_integration(now, f"Integration {index}", office.slack.team_id)
            owned = replace(made, owner=office.ada.id, created_by=office.ada.id)
            await tx.add(confirmed(await offering(tx, owned, secret, now), now), by=office.ada.id)
    return secrets


async def held_up(office: Office) -> list[str]:
    """More leaks than the brake lets pass; the last two of them are held."""
    tokens = [secret.reveal() for secret in await in_stock(office, MOST + 2)]
    for token in tokens:
        await reports(office, token)
    assert [await office.accepts(token) for token in tokens] == [False] * MOST + [True] * 2
    return tokens[-2:]


@pytest.mark.slow
@pytest.mark.parametrize("through", [True, False])
async def test_what_the_brake_holds_waits_for_a_person(sqlite_office: Office, through: bool) -> None:
    ada = sqlite_office.ada
    held = await held_up(sqlite_office)
    await reads(sqlite_office, ada, "is *held*")
    assert everything(ada).count("is *held*") == 1, "asked once for all of them"
    sqlite_office.clock.pass_(WITHIN + timedelta(minutes=1))
    await ada.clicks("Look at the reports")
    await ada.waits_until(lambda: ada.modal and ada.modal.title == TITLE and ada.modal.submit)
    assert ada.modal is not None
    assert f"Integration {MOST}" in ada.modal.all_text
    assert f"Integration {MOST + 1}" in ada.modal.all_text
    await ada.fills(choice=CHOICES[THROUGH if through else DROP])
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "2 reports" in ada.modal.all_text and not ada.modal.submit)
    assert [await sqlite_office.accepts(token) for token in held] == [not through] * 2
    await ada.closes()
    await ada.clicks("Look at the reports")
    await ada.waits_until(lambda: ada.modal and "Nothing is held any more" in ada.modal.all_text)


@pytest.mark.slow
async def test_what_nobody_has_decided_is_asked_again_and_stands_on_the_home_tab(
    sqlite_office: Office,
) -> None:
    office, ada = sqlite_office, sqlite_office.ada
    held = await held_up(office)
    await reads(office, ada, "is *held*")
    office.clock.pass_(timedelta(hours=1))
    await reads(office, ada, "Nobody has decided yet.* 2 leak reports are *held*, the first since")

    await ada.opens_home()
    await ada.waits_until(lambda: ada.home and "2 leak reports held" in ada.home.all_text)
    await office.mia.opens_home()
    await office.mia.waits_until(lambda: office.mia.home and "Hello!" in office.mia.home.all_text)
    assert office.mia.home is not None
    assert "held" not in office.mia.home.all_text, "she may not decide"
    assert ada.home is not None
    await ada.clicks("Look at the reports", in_=ada.home)
    await ada.waits_until(lambda: ada.modal and ada.modal.title == TITLE and ada.modal.submit)
    await ada.fills(choice=CHOICES[THROUGH])
    await ada.submits()
    await ada.waits_until(lambda: ada.home and "2 leak reports held" not in ada.home.all_text)
    assert [await office.accepts(token) for token in held] == [False, False]


async def test_a_token_that_still_works_is_not_forgotten(sqlite_office: Office) -> None:
    office, ada = sqlite_office, sqlite_office.ada
    token = await office.creates(ada, "Billing sync")
    await asks_first(ada, "Billing sync")
    await reports(office, token)
    await reads(office, ada, "Please decide")
    office.clock.pass_(timedelta(hours=1))
    await reads(office, ada, "Nobody has decided yet: it goes on working")


async def test_who_is_asked_decides_with_one_button(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    token = await sqlite_office.creates(ada, "Billing sync")
    await asks_first(ada, "Billing sync")
    await reports(sqlite_office, token)
    await reads(sqlite_office, ada, "Please decide")
    await ada.clicks("Report compromised")
    await responds(ada)
    assert not await sqlite_office.accepts(token)
