"""The first command of the README, then everything by hand on its page, in a real browser."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.journey.conftest import sitting_at
from tests.journey.newcomer import Newcomer
from tests.journey.trial import Trial, trying

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

NAME = "Billing sync"
SOON_ENOUGH = timedelta(minutes=2)


async def test_from_the_first_command_to_a_token_in_less_than_two_minutes(
    trial: Trial, newcomer: Newcomer
) -> None:
    reached = trial.age()
    token = await newcomer.creates(NAME)
    created = trial.age()
    print(f"page reached after {reached.total_seconds():.1f} s, token after {created.total_seconds():.1f} s")  # noqa: T201
    assert await trial.accepts(token)
    assert created < SOON_ENOUGH


async def test_a_life_from_create_to_delete_and_all_of_it_in_the_record(
    trial: Trial, newcomer: Newcomer
) -> None:
    old = await newcomer.creates(NAME)
    await _edits(newcomer)
    new = await _rotates(newcomer)
    assert old != new
    assert await trial.accepts(old), "for seven days"
    assert await trial.accepts(new)

    await _sees_both(newcomer, old, new)
    await _deletes(newcomer)
    assert not await trial.accepts(old)
    assert not await trial.accepts(new)

    await _finds_it_all_in_the_record(newcomer)


async def _edits(newcomer: Newcomer) -> None:
    form = await newcomer.asks_for(f"/integrations edit {NAME}", "Edit")
    await expect(form.get_by_role("textbox", name="Name")).to_have_value(NAME)
    await newcomer.picks(form, "Permissions", "invoices", "invoices.write")
    await form.get_by_role("button", name="Review").click()
    review = newcomer.dialog("Is this right?")
    await expect(review).to_contain_text("It gains 1 permission")
    await review.get_by_role("button", name="Save").click()
    await expect(review).to_contain_text("Its token stays the same")
    await newcomer.closes(review)


async def _rotates(newcomer: Newcomer) -> str:
    form = await newcomer.asks_for(f"/integrations rotate {NAME}", "Rotate")
    await form.get_by_label("7 days later").check()
    await form.get_by_role("button", name="Rotate").click()
    await expect(form).to_contain_text("has a new token")
    await newcomer.closes(form)
    token = await newcomer.copies_the_token(NAME)
    await newcomer.saves(NAME, token)
    return token


async def _sees_both(newcomer: Newcomer, old: str, new: str) -> None:
    screen = await newcomer.asks_for(f"/integrations show {NAME}", "Integration")
    await expect(screen).to_contain_text("Overlap: old token ends in")
    for token in (old, new):
        await expect(screen).to_contain_text(f"…{token[-4:]}")
    await newcomer.closes(screen)


async def _deletes(newcomer: Newcomer) -> None:
    """It has a permission that is sensitive by now, so that its name must be typed."""
    form = await newcomer.asks_for(f"/integrations delete {NAME}", "Delete")
    await form.get_by_role("textbox", name="Type the integration's name").fill(NAME)
    await form.get_by_role("button", name="Delete").click()
    await expect(form).to_contain_text(f"{NAME} is deleted")
    await newcomer.closes(form)


async def _finds_it_all_in_the_record(newcomer: Newcomer) -> None:
    record = await newcomer.asks_for("/integrations audit", "Audit")
    for what in (
        f"created {NAME} with 1 permission",
        f"saved token v1 of {NAME}",
        f"edited {NAME}: 1 permission added",
        f"rotated {NAME}: token v2 was made",
        f"saved token v2 of {NAME}",
        f"deleted {NAME}. 2 tokens ended",
    ):
        await expect(record).to_contain_text(what)


async def test_a_create_by_keyboard_alone(trial: Trial, newcomer: Newcomer) -> None:
    keyboard, focused = newcomer.page.keyboard, newcomer.page.locator(":focus")
    await newcomer.page.get_by_role("textbox", name="Message #general").focus()
    await keyboard.type("/int")
    await keyboard.press("Tab")
    await keyboard.type("create")
    await keyboard.press("Enter")
    await expect(newcomer.dialog("Create integration").get_by_role("textbox", name="Name")).to_be_focused()
    await keyboard.type(NAME)
    for _ in range(3):
        await keyboard.press("Tab")
    await expect(focused).to_have_accessible_name("Permissions")
    await keyboard.type("contacts.read")
    await newcomer.page.get_by_role("option", name="contacts.readonly").wait_for()
    await keyboard.press("Enter")
    await keyboard.press("Escape")
    await keyboard.press("Control+Enter")
    await expect(newcomer.dialog("Create integration")).to_contain_text(f"{NAME} is created")
    await keyboard.press("Escape")
    await expect(newcomer.page.get_by_role("textbox", name="Message #general")).to_be_focused()

    token = await newcomer.copies_the_token(NAME)
    await _goes_back_to(newcomer, f"I saved it the token of {NAME}")
    await keyboard.press("Enter")
    await expect(newcomer.message(token)).to_have_count(0)
    assert await trial.accepts(token)


async def _goes_back_to(newcomer: Newcomer, name: str) -> None:
    """With Shift-Tab, from the box that messages are typed into."""
    await newcomer.page.get_by_role("textbox", name="Message #general").focus()
    focused = newcomer.page.locator(":focus")
    for _ in range(6):
        await newcomer.page.keyboard.press("Shift+Tab")
        if await focused.get_attribute("aria-label") == name:
            return
    pytest.fail(f"{name!r} is out of the keyboard's reach")


async def test_the_next_start_finds_what_the_last_one_left(chromium: Browser, tmp_path: Path) -> None:
    async with trying(tmp_path) as trial, sitting_at(chromium, trial) as newcomer:
        token = await newcomer.creates(NAME)
    async with trying(tmp_path) as trial, sitting_at(chromium, trial) as newcomer:
        print(f"page reached after {trial.age().total_seconds():.1f} s")  # noqa: T201
        listing = await newcomer.asks_for("/integrations", "Integrations")
        await expect(listing).to_contain_text(NAME)
        assert await trial.accepts(token)
