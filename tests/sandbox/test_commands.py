"""A person types a command: what the bot gets, and what Slack says when there is no answer."""

import asyncio

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import NotAcknowledgedError, NotPossibleError, Person, Sandbox
from tests.sandbox.raw_bot import RawBot, keep_silent

MANIFEST = {
    "display_information": {"name": "Keeper"},
    "features": {
        "bot_user": {"display_name": "keeper"},
        "slash_commands": [
            {"command": "/keys", "description": "Keys", "usage_hint": "[name]", "should_escape": True},
            {"command": "/raw", "description": "As typed"},
        ],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write"]}},
}


async def test_the_bot_gets_the_command_as_slack_sends_it(
    slack: Sandbox, raw_bot: RawBot, ada: Person
) -> None:
    await ada.types("/keys show  billing ")
    envelope = raw_bot.envelopes[-1]
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    payload = envelope["payload"]
    assert payload["response_url"].startswith("http://127.0.0.1:")
    assert payload["trigger_id"]
    assert payload["is_enterprise_install"] == "false"
    assert {key: payload[key] for key in ("command", "text", "channel_name", "user_id", "team_id")} == {
        "command": "/keys",
        "text": "show  billing",
        "channel_name": "general",
        "user_id": ada.id,
        "team_id": slack.team_id,
    }


async def test_the_name_of_a_private_channel_is_kept_from_the_bot(raw_bot: RawBot, ada: Person) -> None:
    ada.channel = "security"
    await ada.types("/keys")
    assert raw_bot.last["channel_name"] == "privategroup"


async def test_a_command_is_no_message(raw_bot: RawBot, ada: Person) -> None:
    await ada.types("/keys")
    assert ada.sees == []


async def test_an_acknowledgement_may_carry_an_answer(raw_bot: RawBot, ada: Person, mia: Person) -> None:
    raw_bot.answer = lambda _: {"text": "Here you are"}
    await ada.types("/keys")
    assert [(seen.text, seen.ephemeral) for seen in ada.sees] == [("Here you are", True)]
    raw_bot.answer = lambda _: {"text": "Everyone", "response_type": "in_channel"}
    await ada.types("/keys")
    assert [seen.text for seen in mia.sees] == ["Everyone"]


async def test_an_acknowledgement_slack_refuses_fails_the_command(
    slack: Sandbox, raw_bot: RawBot, ada: Person
) -> None:
    raw_bot.answer = lambda _: {"blocks": [{"type": "banner"}]}
    with pytest.raises(NotAcknowledgedError):
        await ada.types("/keys")
    assert len(slack.problems) == 1


async def test_without_an_acknowledgement_the_person_is_told(raw_bot: RawBot, ada: Person) -> None:
    raw_bot.answer = keep_silent
    async with asyncio.timeout(5):
        with pytest.raises(NotAcknowledgedError, match="operation_timeout"):
            await ada.types("/keys")
    assert [notice.text for notice in ada.notices] == ['/keys failed with the error "operation_timeout"']


async def test_without_a_bot_the_person_is_told(ada: Person) -> None:
    with pytest.raises(NotAcknowledgedError, match="dispatch_failed"):
        await ada.types("/keys")
    assert [notice.text for notice in ada.notices] == ['/keys failed with the error "dispatch_failed"']


async def test_commands_do_not_work_in_threads(client: AsyncWebClient, raw_bot: RawBot, ada: Person) -> None:
    await client.chat_postMessage(channel="C0GENERAL", text="start")
    await ada.types("/keys", thread=ada.sees[0])
    assert raw_bot.envelopes == []
    assert [notice.text for notice in ada.notices] == ["/keys is not supported in threads. Sorry!"]


async def test_a_command_the_manifest_does_not_name_is_not_valid() -> None:
    async with Sandbox(manifest=MANIFEST) as slack:
        ada = slack.person("ada")
        await ada.types("/lock billing")
        assert ada.notices[0].text.startswith("/lock is not a valid command. In Slack, all messages that")
        with pytest.raises(NotAcknowledgedError):
            await ada.types("/keys")


async def test_the_manifest_says_which_scopes_were_granted_and_which_name_the_app_has() -> None:
    async with Sandbox(manifest=MANIFEST) as slack:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        answer = await client.auth_test()
        assert answer.headers["x-oauth-scopes"] == "chat:write,commands"
        assert answer["user"] == "keeper"


@pytest.mark.parametrize(
    ("typed", "arrives"),
    [
        ("/keys for @mia in #general", "for <@U0MIA0000|mia> in <#C0GENERAL|general>"),
        ("/keys #security", "<#C0SECURIT|>"),
        ("/keys @nobody #nowhere", "@nobody #nowhere"),
        ("/raw @mia", "@mia"),
    ],
)
async def test_names_arrive_as_ids_where_the_command_asks_for_it(typed: str, arrives: str) -> None:
    async with Sandbox(manifest=MANIFEST) as slack:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        bot = await RawBot(slack, client).connects()
        await slack.person("ada").types(typed)
        assert bot.last["text"] == arrives
        await bot.leaves()


async def test_without_the_scope_for_them_there_are_no_commands() -> None:
    async with Sandbox(scopes=["chat:write"]) as slack:
        ada = slack.person("ada")
        await ada.types("/keys")
        assert ada.notices[0].text.startswith("/keys is not a valid command")


async def test_an_app_installed_on_a_whole_organisation_says_so() -> None:
    async with Sandbox(org_wide=True) as slack:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        bot = await RawBot(slack, client).connects()
        await slack.person("ada").types("/keys")
        assert (bot.last["is_enterprise_install"], bot.last["enterprise_id"]) == ("true", "E0SANDBOX")
        answer = await client.auth_test()
        assert (answer["is_enterprise_install"], answer["enterprise_id"]) == (True, "E0SANDBOX")
        await bot.leaves()


async def test_nobody_types_where_they_are_not(slack: Sandbox, mia: Person) -> None:
    mia.channel = "security"
    with pytest.raises(NotPossibleError, match="not in #security"):
        await mia.types("/keys")


async def test_nobody_types_in_an_archived_channel(slack: Sandbox, mia: Person) -> None:
    slack.archive("general")
    with pytest.raises(NotPossibleError, match="archived"):
        await mia.types("hello")


async def test_somebody_deactivated_does_nothing(slack: Sandbox, mia: Person) -> None:
    slack.deactivate(mia)
    with pytest.raises(NotPossibleError, match="deactivated"):
        await mia.types("/keys")


async def test_a_stranger_in_a_shared_channel_is_shown_with_their_own_team(
    slack: Sandbox, raw_bot: RawBot
) -> None:
    sam = slack.person("sam")
    sam.channel = "partners"
    await sam.types("/keys")
    assert raw_bot.last["team_id"] == "T0OTHER00" != slack.team_id
