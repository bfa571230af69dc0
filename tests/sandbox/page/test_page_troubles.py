"""When Slack misbehaves: what the page says, and how to make it."""

import pytest
from playwright.async_api import Page, expect

from sandbox import Sandbox
from tests.sandbox.page.example_blocks import TOKEN
from tests.sandbox.page.window import fill_what_is_required, open_form, say

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


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
    await expect(page.get_by_role("textbox", name="Message #general")).to_be_focused()
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
