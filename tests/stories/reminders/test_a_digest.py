"""More than three reminders at once are one message with a row each, drawn anew as they are settled."""

import pytest

from bot.reminders.digest import digest
from core.reminders.items import Item, Part
from core.reminders.items import digest as a_digest_of
from sandbox import ShownMessage
from tests.office import Office, tokens_seen_by
from tests.statements import statements
from tests.stories.reminders.calendar import comes_to, redrawn

pytestmark = pytest.mark.slow

NAMES = ("Billing", "Mailer", "Shop", "Stats")


def digests(office: Office) -> list[ShownMessage]:
    return [message for message in office.ada.sees if "rotations" in message.text]


async def four_due(office: Office, stage: int = 7) -> ShownMessage:
    for name in NAMES:
        await office.creates(office.ada, name)
    await comes_to(office, stage)
    return digests(office)[-1]


async def picks(office: Office, digest: ShownMessage, choice: str, name: str) -> None:
    await office.ada.picks("reminder_row", choice, in_=digest, beside=f"*{name}*")


async def test_four_at_once_are_one_message_with_a_row_each(office: Office) -> None:
    digest = await four_due(office)
    stages_so_far = 3
    assert len(digests(office)) == stages_so_far
    assert digest.text.startswith("*4 rotations are due.*")
    for name in NAMES:
        assert f"*{name}* is due for rotation" in digest.text
    rows = [block for block in digest.blocks if "accessory" in block]
    assert [[each["text"]["text"] for each in row["accessory"]["options"]] for row in rows] == [
        ["Rotate", "Snooze", "Acknowledge", "Show"]
    ] * 4


async def test_each_row_says_what_became_of_it(office: Office) -> None:
    ada, digest = office.ada, await four_due(office)
    await picks(office, digest, "Acknowledge", "Billing")
    await picks(office, digest, "Snooze", "Mailer")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit)
    await ada.fills({"until": "1 week", "reason": "They are on holiday"})
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "Nobody hears" in ada.modal.all_text)
    await ada.closes(everything=True)
    await picks(office, digest, "Rotate", "Shop")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit)
    await ada.submits()
    await ada.waits_until(lambda: tokens_seen_by(ada))
    await office.reads_where_it_is(ada)
    await ada.clicks("I saved it")
    await ada.waits_until(lambda: not tokens_seen_by(ada))
    await redrawn(office)

    assert digest.text.startswith("*3 rotations are due.* 1 of 4 are settled.")
    assert "<@U0ADA0000> acknowledged it" in digest.text
    assert "“They are on holiday” (1 of 3)" in digest.text
    assert "<@U0ADA0000> rotated *Shop*" in digest.text
    assert len([block for block in digest.blocks if "accessory" in block]) == 3


async def test_show_opens_the_portrait(sqlite_office: Office) -> None:
    office = sqlite_office
    digest = await four_due(office)
    await picks(office, digest, "Show", "Stats")
    await office.ada.waits_until(lambda: office.ada.modal and "Stats" in office.ada.modal.all_text)


async def test_a_digest_of_settled_rows_says_so_and_has_no_menus(sqlite_office: Office) -> None:
    office = sqlite_office
    digest = await four_due(office)
    for name in NAMES:
        await office.rotates(office.adi, name, overlap="As soon as the new one is confirmed")
        await office.adi.clicks("I saved it")
        await office.adi.waits_until(lambda: not tokens_seen_by(office.adi))
    await redrawn(office)
    assert digest.text.startswith("All 4 of these rotations are settled.")
    assert "accessory" not in str(digest.blocks)


async def test_the_next_stage_continues_an_older_digest(sqlite_office: Office) -> None:
    office = sqlite_office
    older = await four_due(office)
    await comes_to(office, 3)
    await redrawn(office)
    newer = digests(office)[-1]
    assert newer.ts != older.ts
    assert "accessory" not in str(older.blocks)
    assert "4 rotations are due" in newer.text


async def test_a_digest_does_not_read_three_months_of_record_for_words_that_it_has_not(
    sqlite_office: Office,
) -> None:
    office = sqlite_office
    await four_due(office)
    integrations = [await office.integration(name) for name in NAMES]
    items = [
        Item(each.id, each.current.id, each.due_at, 7)
        for each in integrations
        if each.current is not None and each.due_at is not None
    ]
    notice = a_digest_of(items, office.ada.id, Part.OWNER)
    async with office.product.tools.store.reading(office.slack.team_id) as reading:
        with statements(office.database) as asked:
            message = await digest(reading, notice, office.clock())
    assert message is not None
    assert message.text.startswith("*4 rotations are due.*")
    assert asked
    assert [each for each in asked if "FROM audit" in each] == []
