"""A token is replaced without anybody being locked out."""

from datetime import timedelta

from tests.office import Office, everything, tokens_seen_by


async def test_both_tokens_work_for_seven_days_and_the_old_one_ends_to_the_second(office: Office) -> None:
    ada = office.ada
    old = await office.creates(ada, "Billing sync")
    new = await office.rotates(ada, "Billing sync", overlap="7 days later")
    await ada.clicks("I saved it")
    await ada.waits_until(lambda: not tokens_seen_by(ada))

    office.clock.pass_(timedelta(days=7) - timedelta(seconds=1))
    assert await office.accepts(old)
    assert await office.accepts(new)

    office.clock.pass_(timedelta(seconds=1))
    assert not await office.accepts(old), "without any sweep having run"
    assert await office.accepts(new)

    await office.tick()
    assert (await office.events("Billing sync"))[-1] == "overlap:end"


async def test_the_old_token_has_no_end_until_somebody_holds_the_new_one(office: Office) -> None:
    old = await office.creates(office.ada, "Billing sync")
    await office.rotates(office.ada, "Billing sync", overlap="As soon as the new one is confirmed")

    await office.pass_(timedelta(days=6))
    assert await office.accepts(old)


async def test_first_use_is_as_good_as_a_word_but_leaves_an_hour(office: Office) -> None:
    old = await office.creates(office.ada, "Billing sync")
    new = await office.rotates(office.ada, "Billing sync", overlap="As soon as the new one is confirmed")

    assert await office.accepts(new)
    await office.pass_(timedelta(minutes=59))
    assert await office.accepts(old)
    await office.pass_(timedelta(minutes=1))
    assert not await office.accepts(old)


async def test_a_new_token_nobody_took_up_is_swept_after_a_week_and_the_old_one_stays(office: Office) -> None:
    ada = office.ada
    old = await office.creates(ada, "Billing sync")
    new = await office.rotates(ada, "Billing sync")

    await office.pass_(timedelta(days=7))
    assert not await office.accepts(new)
    assert await office.accepts(old)
    await office.tick()
    await ada.waits_until(lambda: "The old token still works" in everything(ada))


async def test_asking_again_while_a_new_token_is_on_its_way_is_answered_with_what_to_do(
    sqlite_office: Office,
) -> None:
    ada = sqlite_office.ada
    await sqlite_office.creates(ada, "Billing sync")
    await sqlite_office.rotates(ada, "Billing sync")

    await ada.types("/integrations rotate Billing sync")
    await ada.waits_until(lambda: ada.modal and "is on its way already" in ada.modal.all_text)
