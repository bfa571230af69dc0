"""A browser, a pretend Slack, a small bot that really talks to it, and a page open on both."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from sandbox import Sandbox
from tests.sandbox.page.example_bot import ExampleBot
from tests.sandbox.page.window import Open

CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
INSTALLED = CHROMIUM.exists()
PATIENCE_MS = 10_000


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One launch for all tests here."""
    if not INSTALLED:
        pytest.skip(f"{CHROMIUM} is not installed, so nobody can look at the page")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        await browser.close()


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
            _listen(page, complaints)
            await page.goto(f"{slack.page_url}#as={who}&in={where}")
            await page.get_by_text("The bot is connected").wait_for()
            return page

        yield open_
    assert not complaints


@pytest_asyncio.fixture(loop_scope="session")
async def page(open_page: Open) -> Page:
    return await open_page()


def _listen(page: Page, complaints: list[str]) -> None:
    def address(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme != "data" and parts.hostname != "127.0.0.1":
            complaints.append(f"asked for {url}")

    page.on("request", lambda request: address(request.url))
    page.on("websocket", lambda socket: address(socket.url))
    page.on("pageerror", lambda error: complaints.append(f"broke: {error}"))
    page.on("dialog", lambda dialog: complaints.append(f"ran a script: {dialog.message}"))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
