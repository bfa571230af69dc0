"""What the page gets and does: snapshots by socket, actions by POST, files from its folder."""

import json
from collections.abc import AsyncIterator, Callable

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient
from websockets.asyncio.client import ClientConnection, connect

from sandbox import Person, Sandbox
from tests.sandbox.block_kit import Json, actions, button, home, modal, options, plain, section, text_input
from tests.sandbox.raw_bot import RawBot, keep_silent


async def do(http: aiohttp.ClientSession, action: str, **body: object) -> Json:
    """As Ada."""
    async with http.post("/do", params={"as": "ada"}, json={"action": action, **body}) as answer:
        done: Json = await answer.json()
        return done


@pytest.fixture
async def live(slack: Sandbox) -> AsyncIterator[ClientConnection]:
    async with connect(slack.page_url.replace("http", "ws") + "live?as=ada") as socket:
        yield socket


async def snapshot(live: ClientConnection, fits: Callable[[Json], object]) -> Json:
    """The first snapshot that fits."""
    while True:
        shown: Json = json.loads(await live.recv())
        if fits(shown):
            return shown


COMMAND = {"command": "/keys", "description": "Keys", "usage_hint": "[name]"}
SHORTCUT = {"type": "global", "callback_id": "new", "name": "New key", "description": "Makes"}
MANIFEST = {
    "display_information": {"name": "Keeper"},
    "features": {"slash_commands": [COMMAND], "shortcuts": [SHORTCUT]},
}


async def test_people_commands_and_shortcuts_come_from_workspace_and_manifest() -> None:
    async with (
        Sandbox(manifest=MANIFEST) as slack,
        aiohttp.ClientSession(slack.page_url) as http,
        http.get("/people") as answer,
    ):
        shown = await answer.json()
    assert shown["app"] == {
        "user_id": "U0BOT0000",
        "name": "Keeper",
        "home_enabled": False,
        "commands": [COMMAND],
        "shortcuts": [SHORTCUT],
    }
    assert [(each["key"], each["role_label"]) for each in shown["people"]] == [
        ("ada", "Primary owner"),
        ("adi", "Workspace admin"),
        ("mia", "Member"),
        ("max", "Member"),
        ("gus", "Guest"),
        ("sam", "From another organisation"),
    ]


async def test_a_snapshot_comes_at_once_and_after_a_change(
    client: AsyncWebClient, live: ClientConnection
) -> None:
    first = await snapshot(live, lambda _: True)
    assert [(each["name"], each["kind"], each["bot_member"]) for each in first["conversations"]] == [
        ("general", "channel", True),
        ("random", "channel", False),
        ("security", "private", True),
        ("partners", "channel", False),
    ]
    assert (first["type"], first["me"], first["connected"], first["modals"]) == (
        "snapshot",
        "U0ADA0000",
        False,
        [],
    )
    await client.chat_postMessage(channel="C0GENERAL", text="hello", blocks=[section("hi")])
    later = await snapshot(live, lambda shown: shown["messages"]["C0GENERAL"])
    (message,) = later["messages"]["C0GENERAL"]
    assert (message["text"], message["bot"], message["ephemeral"]) == ("hello", True, False)
    assert message["blocks"][0]["block_id"]
    assert later["conversations"][0]["unread"] == 1


async def test_many_changes_at_once_are_one_snapshot(slack: Sandbox, live: ClientConnection) -> None:
    await live.recv()
    for _ in range(50):
        slack.faults.next("chat.update", "http_500")
    slack.faults.next("chat.delete", "http_500")
    shown = json.loads(await live.recv())
    assert len(shown["faults"]["waiting"]) == 51


async def test_an_ephemeral_message_is_in_nobody_elses_snapshot(
    slack: Sandbox, client: AsyncWebClient, live: ClientConnection
) -> None:
    await client.chat_postEphemeral(channel="C0GENERAL", user="U0MIA0000", text="for mia")
    await client.chat_postMessage(channel="C0GENERAL", text="for all")
    shown = await snapshot(live, lambda shown: shown["messages"]["C0GENERAL"])
    assert [each["text"] for each in shown["messages"]["C0GENERAL"]] == ["for all"]


async def test_a_form_is_filled_and_sent_from_the_page(
    http: aiohttp.ClientSession, client: AsyncWebClient, raw_bot: RawBot, live: ClientConnection
) -> None:
    assert (await do(http, "type", conversation="C0GENERAL", text="/form"))["ok"]
    await client.views_open(trigger_id=raw_bot.last["trigger_id"], view=modal(text_input("name")))
    shown = await snapshot(live, lambda shown: shown["modals"])
    view_id = shown["modals"][0]["id"]
    assert shown["modals"][0]["view"]["title"] == plain("Form")

    assert (await do(http, "submit", modal=view_id))["ok"]
    shown = await snapshot(live, lambda shown: shown["modals"][0]["errors"])
    assert shown["modals"][0]["errors"] == {"name": "Please complete this required field."}

    await do(http, "change", modal=view_id, block_id="name", action_id="value", value="billing")
    assert (await do(http, "submit", modal=view_id))["ok"]
    assert raw_bot.last["view"]["state"]["values"]["name"]["value"]["value"] == "billing"
    assert (await snapshot(live, lambda shown: not shown["modals"]))["modals"] == []


async def test_a_modal_is_closed_from_the_page(
    http: aiohttp.ClientSession, client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    await do(http, "shortcut", callback_id="new")
    view = modal(notify_on_close=True)
    await client.views_open(trigger_id=raw_bot.last["trigger_id"], view=view)
    assert (await do(http, "close", modal=ada.modals[0].id, clear_all=True))["ok"]
    assert (raw_bot.last["type"], raw_bot.last["is_cleared"]) == ("view_closed", True)
    gone = await do(http, "close", modal="V0NOWHERE")
    assert gone == {"ok": False, "error": "that modal is not on the screen any more"}


async def test_buttons_and_menus_in_messages_are_used_from_the_page(
    http: aiohttp.ClientSession, client: AsyncWebClient, raw_bot: RawBot
) -> None:
    menu = {"type": "static_select", "action_id": "pick", "options": options("One", "Two")}
    block = actions(button("Press", value="7"), menu)
    posted = await client.chat_postMessage(channel="C0GENERAL", text="x", blocks=[block])
    where = {"message": {"conversation": "C0GENERAL", "ts": posted["ts"]}}
    key: Json = {"where": where, "block_id": "actions"}
    await do(http, "click", **key, action_id="press")
    assert raw_bot.last["actions"][0]["value"] == "7"
    await do(http, "click", **key, action_id="pick", selected_option=options("Two")[0])
    assert raw_bot.last["actions"][0]["selected_option"] == options("Two")[0]
    assert raw_bot.last["state"]["values"]["actions"]["pick"]["selected_option"] == options("Two")[0]
    made_up = await do(http, "click", **key, action_id="pick", selected_option=options("Three")[0])
    assert made_up == {"ok": False, "error": "'three' is not offered; there is: One, Two"}


async def test_the_home_tab_is_opened_and_used_from_the_page(
    http: aiohttp.ClientSession, client: AsyncWebClient, raw_bot: RawBot, live: ClientConnection
) -> None:
    assert (await do(http, "open_home"))["ok"]
    await client.views_publish(user_id="U0ADA0000", view=home(actions(button("New"))))
    shown = await snapshot(live, lambda shown: shown["home"])
    assert shown["home"]["blocks"][0]["elements"][0]["text"] == plain("New")
    assert (await do(http, "click", where={"home": True}, block_id="actions", action_id="press"))["ok"]
    assert raw_bot.last["view"]["type"] == "home"
    assert raw_bot.last["container"]["type"] == "view"


async def test_a_menu_filled_while_typing_asks_the_bot(
    http: aiohttp.ClientSession, client: AsyncWebClient, raw_bot: RawBot
) -> None:
    menu = {"type": "external_select", "action_id": "find", "min_query_length": 0}
    posted = await client.chat_postMessage(channel="C0GENERAL", text="x", blocks=[actions(menu)])
    where = {"message": {"conversation": "C0GENERAL", "ts": posted["ts"]}}
    raw_bot.answer = lambda _: {"options": options("Billing")}
    found = await do(http, "options", where=where, block_id="actions", action_id="find", value="bil")
    assert found == {"ok": True, "options": options("Billing")}
    assert (raw_bot.last["type"], raw_bot.last["value"]) == ("block_suggestion", "bil")


async def test_a_direct_message_is_opened_from_the_page(
    http: aiohttp.ClientSession, raw_bot: RawBot, live: ClientConnection
) -> None:
    opened = await do(http, "open_dm")
    shown = await snapshot(live, lambda shown: len(shown["conversations"]) > 4)
    assert shown["conversations"][-1]["id"] == opened["conversation"]
    assert shown["conversations"][-1]["kind"] == "dm"
    assert (await do(http, "type", conversation=opened["conversation"], text="hello"))["ok"]


async def test_a_message_shortcut_is_used_from_the_page(
    http: aiohttp.ClientSession, client: AsyncWebClient, raw_bot: RawBot
) -> None:
    posted = await client.chat_postMessage(channel="C0GENERAL", text="leaked")
    where = {"conversation": "C0GENERAL", "ts": posted["ts"]}
    assert (await do(http, "message_shortcut", callback_id="report", **where))["ok"]
    assert (raw_bot.last["type"], raw_bot.last["message"]["text"]) == ("message_action", "leaked")
    hidden = await client.chat_postEphemeral(channel="C0GENERAL", user="U0ADA0000", text="x")
    where = {"conversation": "C0GENERAL", "ts": hidden["message_ts"]}
    assert not (await do(http, "message_shortcut", callback_id="report", **where))["ok"]


async def test_a_failed_command_is_a_notice_until_it_is_dismissed(
    http: aiohttp.ClientSession, raw_bot: RawBot, live: ClientConnection
) -> None:
    raw_bot.answer = keep_silent
    failed = await do(http, "type", conversation="C0GENERAL", text="/keys")
    assert failed == {"ok": False, "error": "operation_timeout"}
    shown = await snapshot(live, lambda shown: shown["notices"])
    (notice,) = shown["notices"]
    assert (notice["level"], notice["text"]) == ("error", '/keys failed with the error "operation_timeout"')
    await do(http, "dismiss_notice", id=notice["id"])
    assert (await snapshot(live, lambda shown: not shown["notices"]))["notices"] == []


async def test_a_reload_on_the_page_drops_ephemeral_messages(
    http: aiohttp.ClientSession, client: AsyncWebClient, ada: Person
) -> None:
    await client.chat_postEphemeral(channel="C0GENERAL", user=ada.id, text="psst")
    assert (await do(http, "reload"))["ok"]
    assert ada.sees == []


async def test_faults_are_set_and_called_off_from_the_page(
    http: aiohttp.ClientSession, slack: Sandbox, live: ClientConnection
) -> None:
    await do(http, "set_fault", fault="next", target="chat.postMessage", kind="ratelimit", retry_after=5)
    await do(http, "set_fault", fault="deliver_twice")
    shown = await snapshot(live, lambda shown: shown["faults"]["deliveries"])
    assert shown["faults"]["waiting"] == [
        {"target": "chat.postMessage", "kind": "ratelimit", "retry_after": 5}
    ]
    await do(http, "set_fault", fault="clear")
    assert slack.faults.describe()["waiting"] == []


async def test_reading_a_channel_settles_what_is_unread(
    http: aiohttp.ClientSession, client: AsyncWebClient, live: ClientConnection
) -> None:
    await client.chat_postMessage(channel="C0GENERAL", text="new")
    await snapshot(live, lambda shown: shown["conversations"][0]["unread"] == 1)
    await do(http, "look_at", conversation="C0GENERAL")
    await snapshot(live, lambda shown: shown["conversations"][0]["unread"] == 0)


@pytest.mark.parametrize(
    "body", [{"action": "fly"}, {"action": "type"}, {"action": "set_fault", "fault": "x"}]
)
async def test_the_page_is_told_when_it_asks_for_nonsense(http: aiohttp.ClientSession, body: Json) -> None:
    async with http.post("/do", params={"as": "ada"}, json=body) as answer:
        assert answer.status == 400
        assert (await answer.json())["ok"] is False


async def test_nobody_acts_as_somebody_who_is_not_there(http: aiohttp.ClientSession) -> None:
    async with http.post("/do", params={"as": "zoe"}, json={"action": "open_home"}) as answer:
        assert not (await answer.json())["ok"]


async def test_the_page_is_served_and_nothing_beside_it(http: aiohttp.ClientSession) -> None:
    async with http.get("/page/nowhere.js") as answer:
        assert answer.status == 404
    async with http.get("/page/..%2Fserver.py") as answer:
        assert answer.status == 404
    async with http.get("/page/%2Fetc%2Fpasswd") as answer:
        assert answer.status == 404


async def test_a_deleted_message_with_a_thread_is_shown_as_a_tombstone(
    http: aiohttp.ClientSession, live: ClientConnection, ada: Person
) -> None:
    await do(http, "type", conversation="general", text="a secret")
    root = ada.sees[-1]
    await ada.types("a reply", thread=root)
    assert await do(http, "delete", conversation=root.channel, ts=root.ts) == {"ok": True}

    shown = await snapshot(live, lambda shown: "a secret" not in str(shown) and "a reply" in str(shown))
    left = shown["messages"][root.channel][0]
    assert (left["name"], left["text"]) == ("Slackbot", "This message was deleted.")
    assert left["reply_count"] == 1


async def test_what_one_said_is_edited_and_deleted_and_a_text_file_is_shared(
    http: aiohttp.ClientSession, live: ClientConnection, ada: Person
) -> None:
    await do(http, "type", conversation="general", text="before")
    place = {"conversation": ada.sees[-1].channel, "ts": ada.sees[-1].ts}
    assert await do(http, "edit", **place, text="after") == {"ok": True}
    assert ada.sees[-1].text == "after"
    assert await do(http, "delete", **place) == {"ok": True}
    assert ada.sees == []

    await do(http, "share_file", conversation="general", name="notes.txt", content="line", text="look")
    shown = await snapshot(live, lambda shown: shown["messages"][place["conversation"]])
    (message,) = shown["messages"][place["conversation"]]
    assert message["files"] == [{"name": "notes.txt", "content": "line"}]
