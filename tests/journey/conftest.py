"""A person who has just typed `make try`, with a browser open on the page it named."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser

from tests.browser import PATIENCE_MS, chromium, listen
from tests.journey.newcomer import Newcomer
from tests.journey.trial import Trial, trying

__all__ = ["chromium"]


@asynccontextmanager
async def sitting_at(chromium: Browser, trial: Trial) -> AsyncIterator[Newcomer]:
    """Fails the test if the page breaks, or asks another machine for anything."""
    complaints: list[str] = []
    context = await chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    try:
        page = await context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        listen(page, complaints)
        await page.goto(trial.page)
        await page.get_by_text("The bot is connected").wait_for()
        yield Newcomer(page)
    finally:
        await context.close()
    assert complaints == []


@pytest_asyncio.fixture(loop_scope="session")
async def trial(tmp_path: Path) -> AsyncIterator[Trial]:
    async with trying(tmp_path) as trial:
        yield trial


@pytest_asyncio.fixture(loop_scope="session")
async def newcomer(chromium: Browser, trial: Trial) -> AsyncIterator[Newcomer]:
    async with AsyncExitStack() as stack:
        yield await stack.enter_async_context(sitting_at(chromium, trial))
