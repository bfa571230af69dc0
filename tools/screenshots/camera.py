"""A window on the pretend Slack, and pictures of what is in it: by daylight and in the dark."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.async_api import Browser, Locator, Page, ViewportSize, expect

from sandbox import Person, Sandbox
from tests.browser import PATIENCE_MS
from tools.screenshots.png import shrunk

LIGHTS: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDE = 1120
TALL: ViewportSize = {"width": WIDE, "height": 1900}
SHARPNESS = 1.5
AT_FULL_LENGTH = "each => Object.assign(each.style, { maxHeight: 'none', marginTop: '20px' })"
WITHOUT_FOCUS = "document.activeElement.blur()"
DRAWN = "id => [...document.querySelectorAll('.home .block')].some(block => block.vkey === id)"
"""The page knows a block by its id (`sandbox/page/dom.js`); Slack gives it another one with every drawing."""


@dataclass(frozen=True, slots=True)
class Camera:
    folder: Path
    page: Page
    darkroom: Page
    slack: Sandbox

    async def sits_down(self, who: str, where: str = "general") -> None:
        """With nothing left from before."""
        person = self.slack.person(who)
        person.reloads()
        before = person.home
        last = before.view.hash if before else ""
        await self.page.goto("about:blank")
        await self.page.goto(f"{self.slack.page_url}#as={who}&in={where}")
        await self.page.get_by_text("The bot is connected").wait_for()
        if where == "home":
            await self._sees_home_drawn_anew(person, last)

    async def _sees_home_drawn_anew(self, person: Person, last: str) -> None:
        """Opening the tab draws it anew. A press on what stood there before would reach nobody."""
        await person.waits_until(lambda: person.home and person.home.view.hash != last)
        assert person.home is not None
        await self.page.wait_for_function(DRAWN, arg=person.home.blocks[-1]["block_id"])

    async def types(self, command: str) -> None:
        box = self.page.get_by_role("textbox", name="Message #general")
        await box.fill(command)
        await box.press("Enter")

    async def asks_for(self, command: str, title: str) -> Locator:
        """The form or screen that a command opens."""
        await self.types(command)
        return await self.sees(title)

    async def presses(self, button: Locator, title: str) -> Locator:
        """The form or screen that a button opens."""
        await button.click()
        return await self.sees(title)

    async def sees(self, title: str) -> Locator:
        """A form or screen, once it is there and is more than “One moment…”."""
        dialog = self.page.get_by_role("dialog", name=title)
        await expect(dialog).to_be_visible()
        await expect(dialog).not_to_contain_text("One moment")
        return dialog

    async def takes_window(self, name: str, *, height: int) -> None:
        """Of the window as it is."""
        await self.page.set_viewport_size({"width": WIDE, "height": height})
        await self.page.evaluate(WITHOUT_FOCUS)
        for light in LIGHTS:
            await self.page.emulate_media(color_scheme=light)
            await self._keep(f"{name}-{light}", await self.page.screenshot())
        await self.page.set_viewport_size(TALL)

    async def takes(self, name: str, what: Locator) -> None:
        """Of one thing in the window, all of it, without having to scroll."""
        await what.evaluate(AT_FULL_LENGTH)
        await self.page.evaluate(WITHOUT_FOCUS)
        for light in LIGHTS:
            await self.page.emulate_media(color_scheme=light)
            await self._keep(f"{name}-{light}", await what.screenshot())

    async def _keep(self, name: str, png: bytes) -> None:
        (self.folder / f"{name}.png").write_bytes(await shrunk(self.darkroom, png))


@asynccontextmanager
async def camera(browser: Browser, slack: Sandbox, folder: Path) -> AsyncIterator[Camera]:
    context = await browser.new_context(
        viewport=TALL, device_scale_factor=SHARPNESS, locale="en-GB", reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE_MS)
    yield Camera(folder, await context.new_page(), await context.new_page(), slack)
    await context.close()
