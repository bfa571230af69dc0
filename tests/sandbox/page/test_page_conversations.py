"""What a newcomer does with the page: type, press, look round as somebody else."""

import asyncio

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.page.example_blocks import TOKEN
from tests.sandbox.page.example_bot import ExampleBot
from tests.sandbox.page.window import say

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_an_empty_channel_says_what_to_type_and_types_it_on_a_click(page: Page) -> None:
    await page.get_by_role("button", name="/integrations create").click()
    await expect(page.get_by_role("textbox", name="Message #general")).to_have_value("/integrations create")


async def test_a_command_being_typed_is_completed_and_shows_how_it_goes_on(page: Page) -> None:
    box = page.get_by_role("textbox", name="Message #general")
    await box.press_sequentially("/in")
    await expect(page.get_by_role("option")).to_have_count(2)
    await box.press_sequentially("t")
    await page.get_by_role("option").filter(has_text="Look after them").click()
    await expect(box).to_have_value("/integrations ")
    await expect(page.get_by_text("[create | token NAME]")).to_be_visible()


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
    reply = page.get_by_role("textbox", name="Reply")
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


async def test_a_message_of_ones_own_is_edited_in_the_box_and_deleted_from_its_menu(page: Page) -> None:
    await say(page, "frist")
    message = page.get_by_role("article").filter(has_text="frist")
    await message.hover()
    await message.get_by_role("button", name="Message actions").click()
    await page.get_by_role("menuitem", name="Edit message").click()
    box = page.get_by_role("textbox", name="Message #general")
    await expect(box).to_have_value("frist")
    await box.fill("first")
    await box.press("Enter")
    edited = page.get_by_role("article").filter(has_text="first")
    await expect(edited).to_contain_text("(edited)")
    await expect(message).to_have_count(0)

    await edited.hover()
    await edited.get_by_role("button", name="Message actions").click()
    await page.get_by_role("menuitem", name="Delete message").click()
    await expect(edited).to_have_count(0)
