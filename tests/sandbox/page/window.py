"""What the tests of the page do with a browser window."""

from collections.abc import Awaitable, Callable

from playwright.async_api import Page

# open_page(who, where, **how): a window as that person, in that place.
Open = Callable[..., Awaitable[Page]]
