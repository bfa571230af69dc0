"""Messages of people: apps hear of those in conversations they are in, of their edits, and of text files."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import NotPossibleError, Person, Sandbox
from tests.sandbox.raw_bot import RawBot
from tests.sandbox.test_events import connected, events, manifest

SCOPES = ("chat:write", "channels:history", "groups:history", "files:read")
HEARS = ("message.channels", "message.groups")
METADATA = {"event_type": "card", "event_payload": {"id": "1"}}


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    async with Sandbox(manifest=manifest(*HEARS, scopes=SCOPES)) as slack:
        yield slack


@pytest.fixture
async def raw_bot(slack: Sandbox) -> AsyncIterator[RawBot]:
    raw_bot = await connected(slack)
    yield raw_bot
    await raw_bot.leaves()


async def test_a_message_is_told_as_text_and_as_rich_text(raw_bot: RawBot, mia: Person) -> None:
    await mia.types("hello <there>")

    (event,) = events(raw_bot)
    assert (event["type"], event["channel_type"], event["user"]) == ("message", "channel", mia.id)
    assert event["text"] == "hello <there>"
    assert event["blocks"][0]["elements"][0]["elements"][0]["text"] == "hello <there>"
    assert event["ts"] == mia.sees[-1].ts
    assert "subtype" not in event


@pytest.mark.parametrize(
    ("channel", "kind"), [("general", "channel"), ("security", "group"), ("random", None)]
)
async def test_an_app_hears_what_is_said_where_it_is(
    slack: Sandbox, raw_bot: RawBot, ada: Person, channel: str, kind: str | None
) -> None:
    ada.channel = channel
    await ada.types("hello")

    assert [event["channel_type"] for event in events(raw_bot)] == ([kind] if kind else [])


@pytest.mark.parametrize("missing", ["channels:history", "message.channels"])
async def test_without_scope_or_subscription_it_hears_nothing(missing: str) -> None:
    scopes = tuple(scope for scope in SCOPES if scope != missing)
    hears = tuple(event for event in HEARS if event != missing)
    async with Sandbox(manifest=manifest(*hears, scopes=scopes)) as slack:
        raw_bot = await connected(slack)
        await slack.person("mia").types("hello")
        assert events(raw_bot) == []
        await raw_bot.leaves()


async def test_an_edit_is_told_with_what_was_there_before(raw_bot: RawBot, mia: Person) -> None:
    await mia.types("before")
    await mia.edits(mia.sees[-1], "after")

    event = events(raw_bot)[-1]
    assert (event["subtype"], event["hidden"]) == ("message_changed", True)
    assert (event["previous_message"]["text"], event["message"]["text"]) == ("before", "after")
    assert event["message"]["ts"] == event["previous_message"]["ts"] != event["ts"]
    assert event["message"]["edited"]["user"] == mia.id
    assert mia.sees[-1].text == "after"


async def test_a_deletion_names_the_message_that_is_gone(raw_bot: RawBot, mia: Person) -> None:
    await mia.types("gone in a moment")
    ts = mia.sees[-1].ts
    await mia.deletes(mia.sees[-1])

    event = events(raw_bot)[-1]
    assert (event["subtype"], event["deleted_ts"]) == ("message_deleted", ts)
    assert mia.sees == []


async def test_what_has_a_thread_leaves_a_tombstone_in_its_place(
    raw_bot: RawBot, ada: Person, mia: Person
) -> None:
    await mia.types("a secret")
    root = mia.sees[-1]
    await ada.types("a reply", thread=root)
    await mia.deletes(root)

    event = events(raw_bot)[-1]
    assert (event["subtype"], event["hidden"]) == ("message_changed", True)
    left, before = event["message"], event["previous_message"]
    assert (left["subtype"], left["user"], left["hidden"]) == ("tombstone", "USLACKBOT", True)
    assert left["ts"] == left["thread_ts"] == before["ts"] == root.ts
    assert (before["text"], before["user"]) == ("a secret", mia.id)
    assert "a secret" not in str(left)
    assert [each.text for each in mia.sees] == ["This message was deleted.", "a reply"]
    with pytest.raises(NotPossibleError, match="deleted already"):
        await ada.deletes(mia.sees[0])


async def test_what_only_one_person_sees_in_a_thread_leaves_no_tombstone(
    slack: Sandbox, raw_bot: RawBot, mia: Person
) -> None:
    await mia.types("a secret")
    ts, channel = mia.sees[-1].ts, slack.channel("general").id
    await raw_bot.client.chat_postEphemeral(channel=channel, user=mia.id, text="for you", thread_ts=ts)
    await mia.deletes(next(each for each in mia.sees if each.ts == ts))

    assert events(raw_bot)[-1]["subtype"] == "message_deleted"
    assert [each.text for each in mia.sees] == ["for you"]


async def test_an_apps_own_message_with_a_thread_leaves_a_tombstone_too(
    slack: Sandbox, raw_bot: RawBot, mia: Person
) -> None:
    channel = slack.channel("general").id
    posted = await raw_bot.client.chat_postMessage(channel=channel, text="one", metadata=METADATA)
    await mia.types("a reply", thread=mia.sees[-1])
    await raw_bot.client.chat_delete(channel=channel, ts=posted["ts"])
    await slack.settles()

    (event,) = (each for each in events(raw_bot) if each.get("subtype") == "message_changed")
    assert event["message"]["subtype"] == "tombstone"
    assert "metadata" not in event["message"]
    assert "bot_id" not in event["message"]
    with pytest.raises(SlackApiError, match="cant_delete_message"):
        await raw_bot.client.chat_delete(channel=channel, ts=posted["ts"])


async def test_only_who_wrote_it_edits_and_an_admin_may_delete(
    slack: Sandbox, raw_bot: RawBot, ada: Person, mia: Person
) -> None:
    await mia.types("mine")
    with pytest.raises(NotPossibleError, match="who wrote"):
        await ada.edits(ada.sees[-1], "yours")
    with pytest.raises(NotPossibleError, match="or an admin"):
        await slack.person("max").deletes(mia.sees[-1])
    await ada.deletes(ada.sees[-1])

    assert mia.sees == []


async def test_an_apps_own_messages_are_told_with_its_name_on_them(
    slack: Sandbox, raw_bot: RawBot, mia: Person
) -> None:
    channel = slack.channel("general").id
    posted = await raw_bot.client.chat_postMessage(channel=channel, text="one")
    await raw_bot.client.chat_update(channel=channel, ts=posted["ts"], text="two")
    await raw_bot.client.chat_delete(channel=channel, ts=posted["ts"])
    await raw_bot.client.chat_postEphemeral(channel=channel, user=mia.id, text="only for mia")
    await slack.settles()

    told = sorted(events(raw_bot), key=lambda event: str(event["event_ts"]))
    assert [event.get("subtype", "new") for event in told] == ["new", "message_changed", "message_deleted"]
    assert told[0]["bot_id"] == told[1]["message"]["bot_id"] == slack.world.credentials.bot_id


# --- files

LONG = "\n".join(f"line {number}" for number in range(20))


async def test_a_file_comes_with_its_first_lines_and_files_info_has_all_of_them(
    raw_bot: RawBot, mia: Person
) -> None:
    await mia.shares_file("notes.txt", LONG, "have a look")

    (event,) = events(raw_bot)
    (file,) = event["files"]
    assert (event["subtype"], event["text"]) == ("file_share", "have a look")
    assert file["preview"] == "line 0\nline 1\nline 2\nline 3\nline 4"
    assert (file["preview_is_truncated"], file["lines_more"]) == (True, 15)

    answer = await raw_bot.client.files_info(file=file["id"])
    assert answer["content"] == LONG
    assert answer["file"] == file


async def test_a_file_is_out_of_reach_where_the_app_is_not(
    slack: Sandbox, raw_bot: RawBot, ada: Person
) -> None:
    ada.channel = "random"
    await ada.shares_file("notes.txt", LONG)
    (file,) = ada.sees[-1].message.files

    with pytest.raises(SlackApiError, match="file_not_found"):
        await raw_bot.client.files_info(file=file.id)


async def test_without_its_scope_no_file_is_read() -> None:
    async with Sandbox(manifest=manifest(*HEARS, scopes=SCOPES[:3])) as slack:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        with pytest.raises(SlackApiError, match="missing_scope"):
            await client.files_info(file="F1")
