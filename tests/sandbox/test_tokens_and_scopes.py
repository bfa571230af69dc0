"""Who may call what: tokens, scopes, methods, and how arguments travel."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Person, Sandbox
from tests.sandbox.block_kit import Json

# Assembled, so that scanners stay quiet.
REAL_LOOKING = "xoxb-" + "123456789012-1234567890123-" + "AbCdEfGhIjKlMnOpQrStUvWx"


async def call(http: aiohttp.ClientSession, method: str, token: str | None, **more: object) -> Json:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with http.post(f"/api/{method}", headers=headers, **more) as answer:  # type: ignore[arg-type]
        body: Json = await answer.json()
        return body


async def test_a_call_without_a_token_is_refused(http: aiohttp.ClientSession) -> None:
    assert await call(http, "auth.test", None) == {"ok": False, "error": "not_authed"}


async def test_a_made_up_token_is_refused(http: aiohttp.ClientSession) -> None:
    assert await call(http, "auth.test", "xoxb-sandbox-made-up") == {"ok": False, "error": "invalid_auth"}


async def test_a_real_looking_token_is_refused_and_repeated_nowhere(
    slack: Sandbox, http: aiohttp.ClientSession, ada: Person, caplog: pytest.LogCaptureFixture
) -> None:
    assert await call(http, "auth.test", REAL_LOOKING) == {"ok": False, "error": "invalid_auth"}
    assert "looks like a real Slack token" in caplog.text
    assert "looks like a real Slack token" in ada.notices[0].text
    said = f"{caplog.text} {slack.calls} {slack.problems} {ada.notices}"
    assert REAL_LOOKING[5:] not in said


async def test_a_real_looking_token_in_the_arguments_is_refused_and_not_recorded(
    slack: Sandbox, http: aiohttp.ClientSession
) -> None:
    answer = await call(http, "auth.test", None, data={"token": REAL_LOOKING})
    assert answer["error"] == "invalid_auth"
    assert REAL_LOOKING not in str(slack.calls)


async def test_the_token_may_travel_as_an_argument(slack: Sandbox, http: aiohttp.ClientSession) -> None:
    answer = await call(http, "auth.test", None, data={"token": slack.bot_token})
    assert answer["ok"]
    assert slack.bot_token not in str(slack.calls)


@pytest.mark.parametrize(("method", "kind"), [("apps.connections.open", "bot"), ("chat.postMessage", "app")])
async def test_each_kind_of_token_has_its_own_methods(
    slack: Sandbox, http: aiohttp.ClientSession, method: str, kind: str
) -> None:
    token = slack.bot_token if kind == "bot" else slack.app_token
    assert (await call(http, method, token))["error"] == "not_allowed_token_type"


async def test_auth_test_says_who_the_bot_is(slack: Sandbox, client: AsyncWebClient) -> None:
    answer = await client.auth_test()
    assert answer["team_id"] == slack.team_id
    assert (answer["user_id"], answer["bot_id"]) == ("U0BOT0000", "B0SANDBOX")
    assert answer["is_enterprise_install"] is False


async def test_every_answer_names_the_granted_scopes(client: AsyncWebClient) -> None:
    good = await client.auth_test()
    assert good.headers["x-oauth-scopes"] == "chat:write,commands,im:write,users:read"
    with pytest.raises(SlackApiError) as refusal:
        await client.chat_postMessage(channel="C0NOWHERE", text="x")
    assert refusal.value.response.headers["x-oauth-scopes"] == "chat:write,commands,im:write,users:read"


async def test_a_missing_scope_is_named() -> None:
    async with Sandbox(scopes=["commands"]) as slack:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        with pytest.raises(SlackApiError) as refusal:
            await client.users_info(user="U0ADA0000")
    answer = refusal.value.response
    assert (answer["error"], answer["needed"], answer["provided"]) == (
        "missing_scope",
        "users:read",
        "commands",
    )


async def test_reading_a_channel_needs_the_scope_for_its_kind() -> None:
    async with Sandbox(scopes=["channels:read"]) as slack:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        assert (await client.conversations_info(channel="C0GENERAL"))["channel"]["name"] == "general"
        with pytest.raises(SlackApiError, match=r"missing_scope.*groups:read"):
            await client.conversations_info(channel="C0SECURIT")


async def test_a_method_that_does_not_exist_is_unknown(slack: Sandbox, http: aiohttp.ClientSession) -> None:
    answer = await call(http, "chat.shout", slack.bot_token)
    assert answer == {"ok": False, "error": "unknown_method", "req_method": "chat.shout"}
    assert len(slack.problems) == 1


async def test_a_read_takes_a_form_or_a_query_but_not_json(
    slack: Sandbox, http: aiohttp.ClientSession
) -> None:
    user = {"user": "U0ADA0000"}
    assert (await call(http, "users.info", slack.bot_token, data=user))["ok"]
    assert (await call(http, "users.info?user=U0ADA0000", slack.bot_token))["ok"]
    refused = await call(http, "users.info", slack.bot_token, json=user)
    assert refused["error"] == "invalid_arguments"
    assert refused["response_metadata"]["messages"] == ["[ERROR] missing required field: user"]


async def test_blocks_and_switches_may_travel_as_text_in_a_form(
    slack: Sandbox, http: aiohttp.ClientSession, ada: Person
) -> None:
    form = {"channel": "C0GENERAL", "text": "x", "blocks": '[{"type": "divider"}]', "mrkdwn": "false"}
    assert (await call(http, "chat.postMessage", slack.bot_token, data=form))["ok"]
    assert ada.sees[0].blocks[0]["type"] == "divider"


async def test_an_argument_slack_does_not_know_is_recorded(
    slack: Sandbox, http: aiohttp.ClientSession
) -> None:
    args = {"channel": "C0GENERAL", "ts": "1.0", "as_usr": True, "team_id": slack.team_id}
    await call(http, "chat.delete", slack.bot_token, json=args)
    assert slack.problems == ["chat.delete was called with 'as_usr', an argument it does not have."]


async def test_broken_json_is_refused(slack: Sandbox, http: aiohttp.ClientSession) -> None:
    headers = {"Authorization": f"Bearer {slack.bot_token}", "Content-Type": "application/json"}
    async with http.post("/api/chat.postMessage", data=b"{", headers=headers) as answer:
        assert (await answer.json())["error"] == "invalid_json"


async def test_after_an_uninstall_the_tokens_are_dead(slack: Sandbox, client: AsyncWebClient) -> None:
    await slack.uninstall()
    with pytest.raises(SlackApiError, match="account_inactive"):
        await client.auth_test()


async def test_every_call_is_recorded_with_its_answer(slack: Sandbox, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel="C0GENERAL", text="hello")
    (made,) = slack.calls
    assert (made.method, made.args["text"], made.ok) == ("chat.postMessage", "hello", True)
