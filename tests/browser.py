"""A real browser for the tests, and an ear for what must not happen in it."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

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
PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One launch for all tests of a session."""
    if not INSTALLED:
        pytest.skip(f"{CHROMIUM} is not installed, so nobody can look at the page")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        await browser.close()


def listen(page: Page, complaints: list[str]) -> None:
    """Note what breaks in a page, and what it asks another machine for."""

    def address(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme != "data" and parts.hostname != "127.0.0.1":
            complaints.append(f"asked for {url}")

    page.on("request", lambda request: address(request.url))
    page.on("websocket", lambda socket: address(socket.url))
    page.on("pageerror", lambda error: complaints.append(f"broke: {error}"))
    page.on("dialog", lambda dialog: complaints.append(f"ran a script: {dialog.message}"))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
