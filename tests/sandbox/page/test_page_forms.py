"""Modals on the page: filling, sending, errors at the field, long menus, stacks."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.page.example_bot import ExampleBot
from tests.sandbox.page.window import fill_what_is_required, open_form, say

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_form_is_filled_sent_and_arrives_as_typed(page: Page, bot: ExampleBot) -> None:
    form = await open_form(page)
    await fill_what_is_required(form, "Warehouse <b>")
    await form.get_by_label("Note").fill("two\nlines")
    await form.get_by_role("combobox", name="Owner").click()
    await form.get_by_role("option", name="Mia Member").click()
    await form.get_by_label("Due").fill("2027-03-01")
    await form.get_by_role("button", name="Create").click()
    await expect(form).to_have_count(0)
    (values,) = bot.submitted
    assert values["name"]["name"]["value"] == "Warehouse <b>"
    assert values["note"]["note"]["value"] == "two\nlines"
    assert [each["value"] for each in values["fruit"]["fruit"]["selected_options"]] == ["plum"]
    assert values["owner"]["owner"]["selected_user"] == "U0MIA0000"
    assert values["due"]["due"]["selected_date"] == "2027-03-01"
    assert values["pace"]["pace"]["selected_option"]["value"] == "fast"


async def test_what_is_missing_or_refused_is_said_at_its_field(page: Page, bot: ExampleBot) -> None:
    form = await open_form(page)
    await form.get_by_role("button", name="Create").click()
    await expect(form.get_by_text("Please complete this required field.")).to_have_count(3)
    await expect(form.get_by_label("Name")).to_be_focused()
    await fill_what_is_required(form, "taken")
    await form.get_by_role("button", name="Create").click()
    await expect(form.get_by_label("Name")).to_have_accessible_description(re.compile("That name is taken."))
    assert bot.submitted == []


async def test_typing_goes_on_while_the_bot_rewrites_the_form(page: Page) -> None:
    form = await open_form(page)
    await form.get_by_role("combobox", name="Fruit").fill("lem")
    await form.get_by_role("option", name="Lemon").click()
    name = form.get_by_label("Name")
    await name.fill("Warehouse")
    await name.evaluate("field => field.setSelectionRange(4, 4)")
    # Pressed without taking the focus away, as if the bot had rewritten the form by itself.
    await form.get_by_role("button", name="Refresh").dispatch_event("click")
    await expect(form.get_by_text("Refreshed.")).to_be_visible()
    await expect(name).to_be_focused()
    await page.keyboard.type("!")
    await expect(name).to_have_value("Ware!house")
    await expect(form.get_by_role("button", name="Remove Lemon")).to_be_visible()


async def test_a_modal_on_top_of_another_has_a_way_back(page: Page) -> None:
    form = await open_form(page)
    await form.get_by_label("Name").fill("Kept")
    await form.get_by_role("button", name="Deeper").click()
    deeper = page.get_by_role("dialog", name="Deeper")
    await deeper.get_by_role("button", name="Back").click()
    await expect(form.get_by_label("Name")).to_have_value("Kept")
    await form.get_by_role("button", name="Close", exact=True).click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_among_thousands_of_options_one_is_found_by_typing(page: Page) -> None:
    await say(page, "/integrations library")
    form = page.get_by_role("dialog", name="Library")
    book = form.get_by_role("combobox", name="Book")
    await book.click()
    assert await form.get_by_role("option").count() == 100
    await book.fill("23-98")
    await form.get_by_role("option", name="Book 23-98").click()
    await expect(book).to_have_value("Book 23-98")


async def test_a_menu_filled_by_the_bot_asks_for_enough_letters_first(page: Page) -> None:
    form = await open_form(page)
    city = form.get_by_role("combobox", name="City")
    await city.fill("H")
    await expect(form.get_by_text("Type 1 more character")).to_be_visible()
    await city.fill("Ham")
    await form.get_by_role("option", name="Hamburg").click()
    await expect(city).to_have_value("Hamburg")


async def test_a_waiting_modal_that_becomes_a_form_is_ready_to_type_in(page: Page) -> None:
    await say(page, "/integrations think")
    await expect(page.get_by_role("dialog").get_by_label("Name")).to_be_focused()
