"""What the page makes of what a bot sends: text stays text, pings show, colours follow the system."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from sandbox import Sandbox
from tests.sandbox.page.example_bot import ExampleBot
from tests.sandbox.page.window import Open

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "&lt;img src=x onerror=alert(1)&gt;",
    "<javascript:alert(1)|click me>",
    "</textarea><b>loose</b>",
)


async def post(bot: ExampleBot, text: str, **more: Any) -> None:
    await bot.client.chat_postMessage(channel="C0GENERAL", text=text, **more)


@pytest.mark.parametrize("payload", HOSTILE)
async def test_markup_in_names_and_texts_stays_text(page: Page, bot: ExampleBot, payload: str) -> None:
    plain = {"type": "plain_text", "text": payload}
    blocks = [
        {"type": "header", "text": plain},
        {"type": "section", "text": {"type": "mrkdwn", "text": payload}, "fields": [plain]},
        {"type": "section", "text": {"type": "mrkdwn", "text": f"```{payload}```"}},
        {"type": "context", "elements": [plain]},
        {"type": "markdown", "text": payload},
        {
            "type": "actions",
            "elements": [{"type": "button", "action_id": "end", "text": plain, "value": payload}],
        },
    ]
    await post(bot, payload, blocks=blocks)
    await post(bot, payload)
    await expect(page.get_by_role("article")).to_have_count(2)
    inside = page.get_by_role("article")
    await expect(
        inside.locator("img, script, b, textarea, [onerror], [onload], [href^=javascript]")
    ).to_have_count(0)
    await expect(inside.first).to_contain_text("alert(1)" if "alert" in payload else "loose")


async def test_a_ping_cannot_be_missed_even_inside_code(page: Page, bot: ExampleBot) -> None:
    await post(bot, "<!channel> `<!here>` ```<!everyone>```")
    await expect(page.locator(".ping")).to_have_text(["@channel", "@here", "@everyone"])


async def test_an_escaped_ping_is_only_letters(page: Page, bot: ExampleBot) -> None:
    await post(bot, "Integration &lt;!channel&gt;")
    await expect(page.get_by_role("article")).to_contain_text("Integration <!channel>")
    await expect(page.locator(".ping")).to_have_count(0)


async def test_marks_mentions_and_emoji_are_drawn(page: Page, bot: ExampleBot) -> None:
    marks = "*bold _both_* ~old~ `x*y*z` <https://e.test/a_b_c|here>\n&gt; quoted"
    await post(bot, f":tada: <@U0MIA0000> <#C0RANDOM0> {marks}")
    message = page.get_by_role("article")
    await expect(message.locator("strong em")).to_have_text("both")
    await expect(message.locator("s")).to_have_text("old")
    await expect(message.locator("code")).to_have_text("x*y*z")
    await expect(message.locator("blockquote")).to_have_text("quoted")
    await expect(message.get_by_role("link", name="here")).to_have_attribute("href", "https://e.test/a_b_c")
    await expect(message).to_contain_text("🎉 @Mia Member #random")


@pytest.mark.parametrize(("who", "shown"), [("ada", "13:00"), ("mia", "07:00"), ("max", "17:30")])
async def test_times_show_in_the_readers_own_zone(
    open_page: Open, bot: ExampleBot, who: str, shown: str
) -> None:
    await post(bot, "Ends <!date^1801396800^{date_num} {time}|in UTC>.")  # 2027-01-31 12:00 in UTC
    page = await open_page(who)
    await expect(page.get_by_role("article")).to_contain_text(f"Ends 2027-01-31 {shown}.")


async def test_an_image_of_another_host_is_named_and_not_fetched(page: Page, bot: ExampleBot) -> None:
    await post(
        bot, "x", blocks=[{"type": "image", "image_url": "https://example.com/x.png", "alt_text": "A chart"}]
    )
    await expect(page.get_by_role("img", name="A chart")).to_be_visible()
    await expect(page.locator("img")).to_have_count(0)


async def test_an_unknown_block_says_so(page: Page, slack: Sandbox, bot: ExampleBot) -> None:
    await post(bot, "x", blocks=[{"type": "video", **VIDEO}])
    await expect(page.get_by_role("article")).to_contain_text("This pretend Slack does not draw those")


VIDEO = {
    "video_url": "https://example.com/v",
    "thumbnail_url": "https://example.com/t.png",
    "alt_text": "A film",
    "title": {"type": "plain_text", "text": "Film"},
}


async def test_new_messages_are_read_out(page: Page) -> None:
    log = page.get_by_role("log", name="Messages in general")
    await expect(log).to_have_attribute("aria-live", "polite")


async def test_colours_follow_the_system_until_the_switch_is_used(open_page: Open) -> None:
    page = await open_page(color_scheme="dark")
    background = "getComputedStyle(document.body).backgroundColor"
    dark = await page.evaluate(background)
    await page.emulate_media(color_scheme="light")
    light = await page.evaluate(background)
    assert light == "rgb(255, 255, 255)" != dark
    switch = page.get_by_role("button", name="Colours")
    await switch.click()
    await switch.click()
    await expect(switch).to_have_accessible_name("Colours: dark. Change")
    assert await page.evaluate(background) == dark


@pytest.mark.parametrize("width", [380, 760, 1280])
async def test_nothing_is_cut_off_sideways(open_page: Open, bot: ExampleBot, width: int) -> None:
    await post(bot, f"*Long* `{'x' * 300}` https://example.com/{'y' * 300}")
    page = await open_page(viewport={"width": width, "height": 700})
    await expect(page.get_by_role("article")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == width
    log = page.get_by_role("log")
    assert await log.evaluate("e => e.scrollWidth <= e.clientWidth")


async def test_a_narrow_window_has_the_sidebar_behind_a_button(open_page: Open) -> None:
    page = await open_page(viewport={"width": 380, "height": 700})
    people = page.get_by_role("radiogroup", name="Act as")
    await expect(people).to_be_hidden()
    await page.get_by_role("button", name="Channels and people").click()
    await expect(people).to_be_visible()
    await page.get_by_role("button", name="random").click()
    await expect(people).to_be_hidden()
    await expect(page.get_by_role("heading", name="random", exact=True)).to_be_visible()
