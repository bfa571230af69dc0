"""A browser, a pretend Slack, a small bot that really talks to it, and a page open on both."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest_asyncio
from playwright.async_api import Browser, Page

from sandbox import Sandbox
from tests.browser import PATIENCE_MS, chromium, listen
from tests.sandbox.page.example_bot import ExampleBot
from tests.sandbox.page.window import Open

__all__ = ["chromium"]


@pytest_asyncio.fixture(loop_scope="session")
async def slack() -> AsyncIterator[Sandbox]:
    async with Sandbox(manifest=ExampleBot.manifest) as slack:
        yield slack


@pytest_asyncio.fixture(loop_scope="session")
async def bot(slack: Sandbox) -> AsyncIterator[ExampleBot]:
    async with ExampleBot(slack) as bot:
        yield bot


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(chromium: Browser, slack: Sandbox, bot: ExampleBot) -> AsyncIterator[Open]:
    """Opens the page as somebody. Fails the test if it asks another machine for anything, or breaks."""
    complaints: list[str] = []
    async with AsyncExitStack() as windows:

        async def open_(who: str = "ada", where: str = "general", **window: object) -> Page:
            context = await chromium.new_context(**window)  # type: ignore[arg-type]
            windows.push_async_callback(context.close)
            page = await context.new_page()
            page.set_default_timeout(PATIENCE_MS)
            listen(page, complaints)
            await page.goto(f"{slack.page_url}#as={who}&in={where}")
            await page.get_by_text("The bot is connected").wait_for()
            return page

        yield open_
    assert not complaints


@pytest_asyncio.fixture(loop_scope="session")
async def page(open_page: Open) -> Page:
    return await open_page()
