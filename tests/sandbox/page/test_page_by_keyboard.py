"""The page without a mouse: where the focus goes, what keys do, how it stays in a dialog."""

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.page.example_bot import ExampleBot

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def focused(page: Page) -> str:
    """The accessible name of what has the focus, or as much as the page says of it."""
    name_of = "e => e.getAttribute('aria-label') || e.labels?.[0]?.innerText || e.innerText"
    return str(await page.evaluate(f"({name_of})(document.activeElement)"))


async def press(page: Page, *keys: str) -> None:
    for key in keys:
        await page.keyboard.press(key)


async def open_form_by_keys(page: Page) -> None:
    await page.get_by_role("textbox", name="Message #general").focus()
    await page.keyboard.type("/int")
    await press(page, "Tab")
    await page.keyboard.type("create")
    await press(page, "Enter")
    await page.get_by_role("dialog", name="New integration").wait_for()


async def test_a_form_is_opened_filled_and_sent_by_keys_alone(page: Page, bot: ExampleBot) -> None:
    await open_form_by_keys(page)
    assert await focused(page) == "Name"
    await page.keyboard.type("Warehouse")
    await press(page, "Tab", "Tab")
    assert await focused(page) == "Fruit"
    await press(page, "ArrowDown", "ArrowDown", "Enter")
    await page.keyboard.type("cher")
    await press(page, "Enter", "Escape")
    await page.get_by_label("Slow").focus()
    await press(page, "ArrowDown", "Control+Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    (values,) = bot.submitted
    assert [each["value"] for each in values["fruit"]["fruit"]["selected_options"]] == ["orange", "cherry"]
    assert values["pace"]["pace"]["selected_option"]["value"] == "fast"


async def test_escape_closes_the_open_list_first_and_then_the_modal(page: Page) -> None:
    await open_form_by_keys(page)
    await press(page, "Tab", "Tab", "ArrowDown")
    await expect(page.get_by_role("listbox")).to_be_visible()
    await press(page, "Escape")
    await expect(page.get_by_role("listbox")).to_have_count(0)
    await expect(page.get_by_role("dialog")).to_be_visible()
    await press(page, "Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("textbox", name="Message #general")).to_be_focused()


async def test_the_focus_goes_round_inside_a_modal(page: Page) -> None:
    await open_form_by_keys(page)
    seen = []
    for _ in range(30):
        seen.append(await focused(page))
        await press(page, "Tab")
    assert seen.count("Create") > 1
    assert not {"Reload", "Misbehave", "Send"} & set(seen)


async def test_backspace_takes_the_last_choice_back(page: Page) -> None:
    await open_form_by_keys(page)
    await press(page, "Tab", "Tab", "ArrowDown", "Enter", "Escape")
    await expect(page.get_by_role("button", name="Remove Lemon")).to_be_visible()
    await press(page, "Backspace")
    await expect(page.get_by_role("button", name="Remove Lemon")).to_have_count(0)


async def test_menus_open_and_move_by_arrows_and_give_the_focus_back(page: Page) -> None:
    shortcuts = page.get_by_role("button", name="Shortcuts")
    await shortcuts.focus()
    await press(page, "ArrowDown")
    await expect(page.get_by_role("menuitem", name="Create integration")).to_be_focused()
    await press(page, "Escape")
    await expect(shortcuts).to_be_focused()


async def test_shift_enter_makes_a_line_and_enter_sends_both(page: Page) -> None:
    box = page.get_by_role("textbox", name="Message #general")
    await box.focus()
    await page.keyboard.type("one")
    await press(page, "Shift+Enter")
    await page.keyboard.type("two")
    await press(page, "Enter")
    await expect(page.get_by_role("article")).to_contain_text("one")
    await expect(page.get_by_role("article")).to_contain_text("two")
    await expect(box).to_have_value("")


async def test_arrows_change_the_person(page: Page) -> None:
    await page.get_by_role("radio", name="Ada Admin").focus()
    await press(page, "ArrowDown")
    await expect(page.get_by_role("radio", name="Adi Admin")).to_be_checked()
    await expect(page.get_by_role("heading", name="general", exact=True)).to_be_visible()


async def test_whatever_has_the_focus_shows_it(page: Page) -> None:
    for name in ("Reload", "Misbehave"):
        button = page.get_by_role("button", name=name)
        await button.focus()
        await press(page, "Shift+Tab", "Tab")
        assert await button.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
