"""What a newcomer does with the page: type a command, fill a form, press buttons."""

import asyncio
import re

import pytest
from playwright.async_api import Locator, Page, expect

from sandbox import Sandbox
from tests.sandbox.page.example_bot import TOKEN, ExampleBot

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def say(page: Page, words: str) -> None:
    box = page.get_by_role("combobox", name="Message #general")
    await box.fill(words)
    await box.press("Enter")


async def open_form(page: Page) -> Locator:
    await say(page, "/integrations create")
    form = page.get_by_role("dialog", name="New integration")
    await form.wait_for()
    return form


async def fill_what_is_required(form: Locator, name: str) -> None:
    await form.get_by_label("Name").fill(name)
    await form.get_by_role("combobox", name="Fruit").fill("plu")
    await form.get_by_role("option", name="Plum").click()
    await form.get_by_role("combobox", name="Fruit").press("Escape")
    await form.get_by_label("Fast").check()


async def test_an_empty_channel_says_what_to_type_and_types_it_on_a_click(page: Page) -> None:
    await page.get_by_role("button", name="/integrations create").click()
    await expect(page.get_by_role("combobox", name="Message #general")).to_have_value("/integrations create")


async def test_a_command_being_typed_is_completed_and_shows_how_it_goes_on(page: Page) -> None:
    box = page.get_by_role("combobox", name="Message #general")
    await box.press_sequentially("/in")
    await expect(page.get_by_role("option")).to_have_count(2)
    await box.press_sequentially("t")
    await page.get_by_role("option").filter(has_text="Look after them").click()
    await expect(box).to_have_value("/integrations ")
    await expect(page.get_by_text("[create | token NAME]")).to_be_visible()


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


async def test_a_private_message_says_so_and_a_reload_loses_it(page: Page) -> None:
    await say(page, "/integrations token")
    message = page.get_by_role("article").filter(has_text=TOKEN)
    await expect(message).to_contain_text("Only visible to you")
    await page.get_by_role("button", name="Reload").click()
    await expect(message).to_have_count(0)
    await expect(page.get_by_text("real Slack forgets them too")).to_be_visible()


async def test_the_browsers_own_reload_loses_it_too(page: Page) -> None:
    await say(page, "/integrations token")
    message = page.get_by_role("article").filter(has_text=TOKEN)
    await expect(message).to_be_visible()
    await page.reload()
    await page.get_by_text("The bot is connected").wait_for()
    await expect(page.get_by_text("real Slack forgets them too")).to_be_visible()
    await expect(message).to_have_count(0)


async def test_a_double_click_selects_the_whole_token(page: Page) -> None:
    await say(page, "/integrations token")
    await page.get_by_text(TOKEN).dblclick(position={"x": 40, "y": 18})
    assert await page.evaluate("getSelection().toString().trim()") == TOKEN


async def test_a_question_is_asked_first_and_no_means_no(page: Page, bot: ExampleBot) -> None:
    await say(page, "/integrations token")
    await page.get_by_role("button", name="End it").click()
    question = page.get_by_role("dialog", name="Really?")
    await question.get_by_role("button", name="No").click()
    await expect(question).to_have_count(0)
    await page.get_by_role("button", name="End it").click()
    await question.get_by_role("button", name="Yes").click()
    await page.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Rotate").click()
    async with asyncio.timeout(5):
        clicked = [await bot.clicked.get(), await bot.clicked.get()]
    assert [each["action_id"] for each in clicked] == ["end", "menu"]


async def test_shortcuts_are_offered_on_the_box_and_on_each_message(page: Page, bot: ExampleBot) -> None:
    await say(page, "the token is abc")
    message = page.get_by_role("article").filter(has_text="the token is abc")
    await message.hover()
    await message.get_by_role("button", name="Message actions").click()
    await page.get_by_role("menuitem", name="Report leak").click()
    await page.get_by_role("button", name="Shortcuts").click()
    await page.get_by_role("menuitem", name="Create integration").click()
    await expect(page.get_by_role("dialog", name="New integration")).to_be_visible()
    assert bot.reported.get_nowait() == "the token is abc"


async def test_a_thread_opens_beside_and_refuses_commands(page: Page) -> None:
    await say(page, "start")
    message = page.get_by_role("article").filter(has_text="start")
    await message.hover()
    await message.get_by_role("button", name="Message actions").click()
    await page.get_by_role("menuitem", name="Reply in thread").click()
    reply = page.get_by_role("combobox", name="Reply")
    await reply.press_sequentially("an answer")
    await reply.press("Enter")
    await expect(page.get_by_role("button", name="1 reply")).to_be_visible()
    await reply.fill("/integrations create")
    await reply.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("not supported in threads")


async def test_the_home_tab_shows_what_the_bot_published(page: Page) -> None:
    await page.get_by_role("button", name="Latchkey").click()
    await expect(page.get_by_role("heading", name="At home")).to_be_visible()
    await page.get_by_role("button", name="New").click()
    await expect(page.get_by_role("dialog", name="New integration")).to_be_visible()


async def test_each_person_sees_her_own_workspace(page: Page) -> None:
    await say(page, "/integrations token")
    await page.get_by_text(TOKEN).wait_for()
    await page.get_by_role("radio", name="Sam Stranger").check()
    await expect(page.get_by_role("heading", name="partners", exact=True)).to_be_visible()
    await expect(page.get_by_role("button", name="general")).to_have_count(0)
    await page.get_by_role("radio", name="Mia Member").check()
    await expect(page.get_by_role("button", name="security")).to_have_count(0)
    await expect(page.get_by_text(TOKEN)).to_have_count(0)


async def test_a_swallowed_private_message_can_be_arranged_by_hand(page: Page, slack: Sandbox) -> None:
    await page.get_by_role("button", name="Misbehave").click()
    drawer = page.get_by_role("complementary", name="Misbehave")
    await drawer.get_by_label("Spoil").select_option("response_url")
    await drawer.get_by_role("button", name="Never show it").click()
    await expect(drawer.get_by_text("About to happen")).to_be_visible()
    await say(page, "/integrations token")
    await expect(drawer.get_by_text("Nothing is set")).to_be_visible()
    await expect(page.get_by_text(TOKEN)).to_have_count(0)
    assert slack.calls[-1].ok


async def test_a_command_nobody_acknowledges_is_reported_as_slack_does(page: Page, slack: Sandbox) -> None:
    slack.faults.late_ack()
    await say(page, "/integrations token")
    await expect(page.get_by_role("alert")).to_contain_text('failed with the error "operation_timeout"')
    await page.get_by_role("button", name="Dismiss").click()
    await expect(page.get_by_text("operation_timeout")).to_have_count(0)


async def test_a_form_nobody_acknowledges_stays_and_says_so(page: Page, slack: Sandbox) -> None:
    form = await open_form(page)
    await fill_what_is_required(form, "Warehouse")
    slack.faults.late_ack()
    await form.get_by_role("button", name="Create").click()
    await expect(form.get_by_role("alert")).to_contain_text("We had some trouble connecting. Try again?")
    await expect(form.get_by_label("Name")).to_have_value("Warehouse")


async def test_a_bot_that_goes_away_and_comes_back_is_seen_to(page: Page) -> None:
    await page.get_by_role("button", name="Misbehave").click()
    await page.get_by_role("button", name="Drop the connection").click()
    await expect(page.get_by_text("No bot is connected")).to_be_visible()
    await expect(page.get_by_text("The bot is connected")).to_be_visible()
