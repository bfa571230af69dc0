"""Each button of a reminder acts, and the reminder then says who did what, without buttons that are stale."""

from datetime import timedelta

import pytest

from sandbox import Person
from tests.office import Office, tokens_seen_by
from tests.stories.reminders.calendar import DAY, HOUR, about, comes_to, latest, redrawn, ways

pytestmark = pytest.mark.slow

FIRST_ROW = ["Rotate", "Snooze", "Acknowledge", "Reassign"]


async def reminded(office: Office, stage: int = 7) -> None:
    await office.creates(office.ada, "Billing")
    await comes_to(office, stage)


async def test_a_reminder_names_the_day_and_has_the_buttons_that_act(office: Office) -> None:
    await reminded(office)
    reminder = latest(office.ada)

    assert "*Billing* is due for rotation" in reminder.text
    assert "in 9 days" in reminder.text, "the day is a Sunday, so it comes on the Friday before"
    assert "Latchkey has seen nobody use it." in reminder.text
    assert ways(reminder) == FIRST_ROW
    for block in reminder.blocks:
        for words in (block.get("text") or {}).get("text", "").split("\n"):
            assert words.removeprefix("• ").removeprefix(":alarm_clock: ") in reminder.text


async def test_rotate_opens_the_same_form_and_the_card_says_who_rotated(office: Office) -> None:
    ada = office.ada
    await reminded(office)
    before = set(tokens_seen_by(ada))
    await ada.clicks("Rotate", in_=latest(ada))
    await ada.waits_until(lambda: ada.modal and ada.modal.submit)
    await ada.fills({"overlap": "7 days later"})
    await ada.submits()
    await ada.waits_until(lambda: set(tokens_seen_by(ada)) - before)
    await office.reads_where_it_is(ada)
    await redrawn(office)
    assert "A rotation is half done" in latest(ada).text
    await ada.clicks("I saved it")
    await ada.waits_until(lambda: not tokens_seen_by(ada))
    await redrawn(office)

    reminder = latest(ada)
    assert reminder.text.startswith("<@U0ADA0000> rotated *Billing*")
    assert "The old one works until" in reminder.text
    assert reminder.buttons == []


async def test_a_rotation_elsewhere_is_seen_on_the_card_and_its_cancelling_too(office: Office) -> None:
    await reminded(office)
    await office.rotates(office.adi, "Billing", overlap="7 days later")
    await office.adi.clicks("I saved it")
    await office.adi.waits_until(lambda: not tokens_seen_by(office.adi))
    await redrawn(office)
    assert "<@U0ADI0000> rotated *Billing*" in latest(office.ada).text

    await office.adi.types("/integrations show Billing")
    await office.adi.waits_until(
        lambda: office.adi.modal and "Cancel rotation" in str(office.adi.modal.view.blocks)
    )
    await office.adi.clicks("Cancel rotation")
    await office.adi.waits_until(lambda: office.adi.modal and office.adi.modal.submit)
    await office.adi.submits()
    await office.adi.waits_until(lambda: office.adi.modal and "is cancelled" in office.adi.modal.all_text)
    await redrawn(office)
    assert ways(latest(office.ada)) == FIRST_ROW


async def rotated_by_adi(office: Office) -> None:
    await office.rotates(office.adi, "Billing", overlap="As soon as the new one is confirmed")
    await office.adi.clicks("I saved it")
    await office.adi.waits_until(lambda: not tokens_seen_by(office.adi))
    await redrawn(office)


async def test_a_card_whose_old_token_is_dead_stays_as_it_is(office: Office) -> None:
    await reminded(office)
    await rotated_by_adi(office)
    first = latest(office.ada).text
    assert first.endswith("Nothing is left to do.")

    await rotated_by_adi(office)
    assert latest(office.ada).text == first


async def test_acknowledge_says_who_has_it_in_hand_until_the_next_stage(office: Office) -> None:
    ada = office.ada
    await reminded(office)
    await ada.clicks("Acknowledge", in_=latest(ada))
    await redrawn(office)

    assert "<@U0ADA0000> acknowledged it" in latest(ada).text
    assert ways(latest(ada)) == ["Rotate", "Snooze", "Reassign"]
    await comes_to(office, 3)
    await redrawn(office)
    older, newer = about(ada)[-2:]
    assert older.text == "*Billing*: a later reminder continues this one."
    assert older.buttons == []
    assert ways(newer) == FIRST_ROW


async def snoozes(person: Person, until: str, date: str = "") -> None:
    await person.clicks("Snooze", in_=latest(person))
    await person.waits_until(lambda: person.modal and person.modal.submit)
    picked = {"date": date} if date else {}
    await person.fills({"until": until, "reason": "They deploy on Thursday", **picked})
    await person.submits()


async def snoozed(person: Person, until: str) -> None:
    await snoozes(person, until)
    await person.waits_until(lambda: person.modal and "Nobody hears" in person.modal.all_text)
    await person.closes(everything=True)


async def test_snooze_takes_a_reason_and_comes_back(office: Office) -> None:
    ada = office.ada
    await reminded(office)
    await snoozed(ada, "3 days")
    await redrawn(office)
    card = latest(ada)
    assert "<@U0ADA0000> snoozed it until" in card.text
    assert "“They deploy on Thursday” (1 of 3)." in card.text
    assert ways(card) == ["Rotate", "Reassign"]

    count = len(about(ada))
    await office.pass_(2 * DAY)
    assert len(about(ada)) == count
    await office.pass_(timedelta(days=1, hours=2))
    assert len(about(ada)) == count + 1
    assert ways(latest(ada)) == FIRST_ROW


async def test_snooze_until_a_date_means_nine_in_the_morning_of_ones_own_day(office: Office) -> None:
    ada = office.ada
    await reminded(office)
    day = (office.clock.now + 5 * DAY).date()
    await snoozes(ada, "Until a date")
    assert ada.modal
    assert ada.modal.errors == {"date": "Please choose a date."}
    await ada.fills({"date": (office.clock.now - DAY).date().isoformat()})
    await ada.submits()
    assert ada.modal.errors == {"date": "Please choose a day in the future."}
    await ada.fills({"date": day.isoformat()})
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "Nobody hears" in ada.modal.all_text)
    async with office.product.tools.store.reading(office.slack.team_id) as reading:
        standing = await reading.reminders.standing(await office.integration("Billing"))
    (snooze,) = standing.snoozes
    assert (snooze.until.date(), snooze.until.hour) == (day, 7), "nine, by summer time in Berlin"


async def test_a_fourth_snooze_is_refused_with_a_sentence(office: Office) -> None:
    ada = office.ada
    await reminded(office)
    for _ in range(3):
        await snoozed(ada, "1 day")
        await office.pass_(DAY + HOUR)
        await office.pass_(2 * DAY)
    await ada.clicks("Snooze", in_=latest(ada))
    await ada.waits_until(lambda: ada.modal and "put off three times" in ada.modal.all_text)


async def test_beyond_fourteen_days_overdue_it_takes_a_second_person(office: Office) -> None:
    ada = office.ada
    await reminded(office, -1)
    far = (office.clock.now + 20 * DAY).date().isoformat()
    await snoozes(ada, "Until a date", date=far)
    await ada.waits_until(lambda: ada.modal and "takes two people" in ada.modal.all_text)


async def test_reassign_gives_it_to_somebody_else_and_the_card_says_so(office: Office) -> None:
    ada = office.ada
    await reminded(office)
    await ada.clicks("Reassign", in_=latest(ada))
    await ada.waits_until(lambda: ada.modal and ada.modal.submit)
    await ada.fills({"owner": office.ada.id})
    await ada.submits()
    assert ada.modal
    assert "already" in ada.modal.errors["owner"]
    await ada.fills({"owner": office.mia.id})
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "from now on" in ada.modal.all_text)
    await redrawn(office)

    assert latest(ada).text == "*Billing* is <@U0MIA0000>’s now, who gets its reminders."
    assert latest(ada).buttons == []
    assert (await office.integration("Billing")).owner == office.mia.id


async def test_a_guest_cannot_be_made_the_owner(sqlite_office: Office) -> None:
    office, ada = sqlite_office, sqlite_office.ada
    await reminded(office)
    await ada.clicks("Reassign", in_=latest(ada))
    await ada.waits_until(lambda: ada.modal and ada.modal.submit)
    await ada.fills({"owner": office.gus.id})
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "full member" in ada.modal.all_text)
    assert (await office.integration("Billing")).owner == ada.id


async def test_a_deleted_integration_leaves_a_sentence(office: Office) -> None:
    ada = office.ada
    await reminded(office)
    await ada.types("/integrations delete Billing")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit)
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "deleted" in ada.modal.all_text.lower())
    await redrawn(office)
    assert latest(ada).text.startswith("<@U0ADA0000> deleted *Billing*")
    assert latest(ada).buttons == []


async def test_while_the_feature_is_off_reminders_go_on_and_can_be_acknowledged(
    sqlite_office: Office,
) -> None:
    office, ada = sqlite_office, sqlite_office.ada
    await office.creates(ada, "Billing")
    await ada.types("/integrations settings")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit)
    await ada.fills({"enabled": "Off"})
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "off now" in ada.modal.all_text)
    await ada.closes(everything=True)
    await comes_to(office, 7)
    await ada.clicks("Acknowledge", in_=latest(ada))
    await redrawn(office)
    assert "has it in hand" in latest(ada).text

    await ada.clicks("Rotate", in_=latest(ada))
    await ada.waits_until(lambda: ada.modal and "switched off" in ada.modal.all_text)
