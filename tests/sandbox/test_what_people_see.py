"""How a test finds its way on a person's screen: words, buttons, rows, waiting."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import NotAcknowledgedError, NotPossibleError, Person, Sandbox
from sandbox.reading import words_of
from tests.sandbox.block_kit import Json, actions, button, home, modal, options, plain, section, text_input
from tests.sandbox.raw_bot import RawBot

LIST = home(
    section("*billing*") | {"accessory": button("Rotate", "rotate", value="1")},
    section("*shipping*"),
    actions(button("Rotate", "rotate", value="2"), button("Delete", "delete", value="2"), block_id="ship"),
)


async def test_words_are_read_from_top_to_bottom_without_the_machinery(
    client: AsyncWebClient, ada: Person
) -> None:
    blocks: list[Json] = [
        {"type": "header", "text": plain("Title")},
        section("a &amp; b") | {"block_id": "hidden"},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "small"}]},
        actions(button("Go", value="secret")),
    ]
    await client.chat_postMessage(channel="C0GENERAL", text="fallback", blocks=blocks)
    assert ada.sees[0].all_text.splitlines() == ["Title", "a & b", "small", "Go"]
    assert ada.sees[0].buttons == ["Go"]


def test_words_of_rich_text_tables_and_menus_are_read_too() -> None:
    rich = {"elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "rich"}]}]}
    table = {"rows": [[{"type": "raw_text", "text": "cell"}]]}
    menu = {"element": {"placeholder": plain("Choose"), "options": options("One")}, "label": plain("Menu")}
    assert list(words_of([rich, table, menu])) == ["rich", "cell", "Menu", "Choose", "One"]


async def test_a_button_is_found_beside_the_words_of_its_row(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    await client.views_publish(user_id=ada.id, view=LIST)
    await ada.clicks("Rotate", beside="shipping")
    assert raw_bot.last["actions"][0]["value"] == "2"
    await ada.clicks("Rotate", beside="billing")
    assert raw_bot.last["actions"][0]["value"] == "1"
    with pytest.raises(NotPossibleError, match="sees no 'Delete'"):
        await ada.clicks("Delete", beside="billing")


async def test_the_newest_message_is_looked_at_first_and_the_home_tab_once_it_is_opened(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    for value in ("old", "new"):
        block = actions(button("Rotate", value=value))
        await client.chat_postMessage(channel="C0GENERAL", text=value, blocks=[block])
    await client.views_publish(user_id=ada.id, view=LIST)
    await ada.clicks("Rotate")
    assert raw_bot.last["actions"][0]["value"] == "new"
    await ada.clicks("Rotate", in_=ada.sees[0])
    assert raw_bot.last["actions"][0]["value"] == "old"
    await ada.opens_home()
    await ada.clicks("Rotate")
    assert raw_bot.last["actions"][0]["value"] == "1"


async def test_a_modal_covers_everything_else(client: AsyncWebClient, raw_bot: RawBot, ada: Person) -> None:
    await client.chat_postMessage(channel="C0GENERAL", text="x", blocks=[actions(button("Rotate"))])
    await ada.types("/form")
    await client.views_open(trigger_id=raw_bot.last["trigger_id"], view=modal())
    with pytest.raises(NotPossibleError, match="sees no 'Rotate'"):
        await ada.clicks("Rotate")


async def test_an_overflow_menu_is_picked_from_by_its_words(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    menu = {"type": "overflow", "action_id": "more", "options": options("Edit", "Delete")}
    await client.chat_postMessage(
        channel="C0GENERAL", text="x", blocks=[section("billing") | {"accessory": menu}]
    )
    await ada.picks("more", "Delete")
    assert raw_bot.last["actions"][0]["selected_option"]["value"] == "delete"


async def test_ticks_in_a_message_are_remembered(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    boxes = {"type": "checkboxes", "action_id": "steps", "options": options("One", "Two")}
    await client.chat_postMessage(channel="C0GENERAL", text="x", blocks=[actions(boxes)])
    await ada.picks("steps", ["One", "Two"])
    assert raw_bot.last["actions"][0]["selected_options"] == options("One", "Two")


async def test_a_press_carries_the_state_of_everything_in_the_message_until_it_is_rewritten(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    first, second = options("One", "Two")
    boxes = {"type": "checkboxes", "action_id": "steps", "options": [first, second]}
    block = actions(boxes | {"initial_options": [first]}, button("Go"))
    posted = await client.chat_postMessage(channel="C0GENERAL", text="x", blocks=[block])

    async def ticked() -> object:
        await ada.clicks("Go")
        return raw_bot.last["state"]["values"]["actions"]["steps"]["selected_options"]

    assert await ticked() == [first]
    await ada.picks("steps", ["Two"])
    assert await ticked() == [second]
    await client.chat_update(channel="C0GENERAL", ts=posted["ts"], text="x", blocks=[block])
    assert await ticked() == [first]


async def test_what_a_button_asks_first_can_be_read(client: AsyncWebClient, ada: Person) -> None:
    confirm = {
        "title": plain("Sure?"),
        "text": plain("It ends now."),
        "confirm": plain("Yes"),
        "deny": plain("No"),
    }
    block = actions(button("End", confirm=confirm), button("Help", "help"))
    await client.chat_postMessage(channel="C0GENERAL", text="x", blocks=[block])
    assert ada.question("End") == "Sure?\nIt ends now."
    assert ada.question("Help") == ""


async def test_a_button_of_an_app_without_interactivity_does_nothing() -> None:
    manifest = {"oauth_config": {"scopes": {"bot": ["chat:write"]}}}
    async with Sandbox(manifest=manifest) as slack:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        bot = await RawBot(slack, client).connects()
        await client.chat_postMessage(channel="C0GENERAL", text="x", blocks=[actions(button("Go"))])
        with pytest.raises(NotAcknowledgedError, match="interactivity_disabled"):
            await slack.person("ada").clicks("Go")
        assert bot.envelopes == []
        await bot.leaves()


async def test_a_field_that_is_not_there_is_named_with_those_that_are(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    await ada.types("/form")
    await client.views_open(trigger_id=raw_bot.last["trigger_id"], view=modal(text_input("name", "Name")))
    with pytest.raises(NotPossibleError, match="no 'Colour'; there is: Name"):
        ada.fills(Colour="red")


async def test_filling_without_a_modal_says_what_is_seen_instead(ada: Person) -> None:
    with pytest.raises(NotPossibleError, match="Ada Admin has no modal open"):
        ada.fills(name="x")


async def test_waiting_in_vain_says_what_was_there(ada: Person) -> None:
    await ada.types("hello")
    with pytest.raises(AssertionError, match=r"waited 0\.01 s in vain.*hello"):
        await ada.waits_until(lambda: ada.modal, within=0.01)
