"""What the tests of the page do with a browser window."""

from collections.abc import Awaitable, Callable

from playwright.async_api import Locator, Page

# open_page(who, where, **how): a window as that person, in that place.
Open = Callable[..., Awaitable[Page]]


async def say(page: Page, words: str) -> None:
    box = page.get_by_role("textbox", name="Message #general")
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
