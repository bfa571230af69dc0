"""The manifest is what Slack accepts, and says of the app what the code does: no more and no less."""

import json
import re
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from jsonschema import Draft7Validator
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

import bot.app
from bot.desk import Desk
from cli.manifest import (
    READING_SCOPES,
    as_yaml,
    link,
    manifest,
    over_http,
    with_pasted_tokens,
    with_report_files,
)
from cli.problems import Cannot
from core.ports import Tools

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PUBLIC = "https://latchkey.example.org"
EVENTS_URL = f"{PUBLIC}/slack/events"
NEEDS: dict[str, set[str]] = {
    "apps_connections_open": set(),  # connections:write, of the app-level token
    "auth_test": set(),
    "chat_getPermalink": set(),
    "chat_postEphemeral": {"chat:write"},
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_history": {"im:history"},  # in channels only where the workspace has given more
    "conversations_open": {"im:write"},
    "files_info": {"files:read"},  # asked for only with what looks for pasted tokens
    "files_upload_v2": {"files:write"},  # asked for only with reports as files
    "users_info": {"users:read"},
    "views_open": set(),
    "views_publish": set(),
    "views_push": set(),
    "views_update": set(),
}
"""What each method of the Web API that the bot may call needs, according to Slack's reference."""
CALL = re.compile(r"client\.((?:api|apps|auth|chat|conversations|files|reactions|team|users|views)_\w+)\(")


class Recorder(AsyncApp):
    """Bolt's app, which notes what is registered by name."""

    registered: dict[str, set[str]]

    def __init__(self, **options: Any) -> None:
        self.registered = {"command": set(), "shortcut": set(), "event": set()}
        super().__init__(**options)

    def command(self, command: Any, *rest: Any, **options: Any) -> Any:
        self.registered["command"].add(command)
        return super().command(command, *rest, **options)

    def shortcut(self, constraints: Any, *rest: Any, **options: Any) -> Any:
        self.registered["shortcut"].add(constraints)
        return super().shortcut(constraints, *rest, **options)

    def event(self, event: Any, *rest: Any, **options: Any) -> Any:
        self.registered["event"].add(event)
        return super().event(event, *rest, **options)


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    monkeypatch.setattr("bot.app.AsyncApp", Recorder)
    desk = Desk(tools=cast(Tools, None), client=AsyncWebClient(token="xoxb-sandbox"), tenant="T0SANDBOX")
    return cast(Recorder, bot.app.build(desk)).registered


def _schema_problems(written: dict[str, Any]) -> list[str]:
    schema = json.loads((HERE / "data" / "manifest.schema.2.0.0.json").read_text())
    return [f"{error.json_path}: {error.message}" for error in Draft7Validator(schema).iter_errors(written)]


@pytest.mark.parametrize(
    "written",
    [
        manifest(),
        over_http(manifest(), PUBLIC),
        with_pasted_tokens(manifest()),
        with_report_files(manifest()),
    ],
    ids=["socket", "http", "pasted tokens", "report files"],
)
def test_slack_accepts_the_manifest(written: dict[str, Any]) -> None:
    assert _schema_problems(written) == []
    assert _schema_problems({**written, "surprise": 1}) != []


def test_the_commands_are_those_the_bot_listens_to(registered: dict[str, set[str]]) -> None:
    assert {each["command"] for each in manifest()["features"]["slash_commands"]} == registered["command"]


def test_the_shortcuts_are_those_the_bot_listens_to(registered: dict[str, set[str]]) -> None:
    shortcuts = {each["callback_id"] for each in manifest()["features"]["shortcuts"]}
    assert shortcuts == registered["shortcut"]


def test_the_events_are_those_the_bot_listens_to(registered: dict[str, set[str]]) -> None:
    """Bolt calls all messages by one name, of whatever kind of conversation they are."""
    written = with_pasted_tokens(manifest())
    events = written["settings"]["event_subscriptions"]["bot_events"]
    assert {event.partition(".")[0] for event in events} == registered["event"]


def test_the_scopes_are_those_of_the_methods_the_bot_calls() -> None:
    sources = "\n".join(path.read_text() for path in (ROOT / "bot").rglob("*.py"))
    called = set(CALL.findall(sources))
    assert called <= NEEDS.keys(), "say here which scopes the new method needs"
    needed = {"commands"}.union(*(NEEDS[method] for method in called))
    written = with_report_files(with_pasted_tokens(manifest()))
    assert set(written["oauth_config"]["scopes"]["bot"]) == needed | set(READING_SCOPES)


def test_nobody_is_asked_to_let_messages_be_read_who_did_not_ask_for_it() -> None:
    assert "message" not in str(manifest()["settings"]["event_subscriptions"])
    assert not set(READING_SCOPES) & set(manifest()["oauth_config"]["scopes"]["bot"])


def test_messages_can_be_sent_and_home_be_seen() -> None:
    home = manifest()["features"]["app_home"]
    assert home["home_tab_enabled"]
    assert home["messages_tab_enabled"], "without it, direct messages fail with messages_tab_disabled"
    assert home["messages_tab_read_only_enabled"]


def test_mentions_arrive_as_ids() -> None:
    assert all(each["should_escape"] for each in manifest()["features"]["slash_commands"])


def test_socket_mode_needs_no_public_address() -> None:
    written = manifest()
    assert written["settings"]["socket_mode_enabled"]
    assert "url" not in as_yaml(written)


def test_http_mode_sends_everything_to_one_address() -> None:
    for url in (PUBLIC, f"{PUBLIC}/", EVENTS_URL):
        written = over_http(manifest(), url)
        assert not written["settings"]["socket_mode_enabled"]
        assert written["settings"]["interactivity"]["request_url"] == EVENTS_URL
        assert written["settings"]["event_subscriptions"]["request_url"] == EVENTS_URL
        assert all(each["url"] == EVENTS_URL for each in written["features"]["slash_commands"])


def test_slack_is_not_sent_to_an_address_that_can_be_read_on_the_way() -> None:
    with pytest.raises(Cannot, match="https"):
        over_http(manifest(), "http://latchkey.example.org")


def test_another_slash_command_takes_the_usual_ones_place() -> None:
    commands = manifest("/latchkey")["features"]["slash_commands"]
    assert [each["command"] for each in commands] == ["/latchkey", "/compromised"]


def test_the_link_carries_the_whole_manifest() -> None:
    parts = urlsplit(link(manifest()))
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == "https://api.slack.com/apps"
    query = parse_qs(parts.query)
    assert query["new_app"] == ["1"]
    assert yaml.safe_load(query["manifest_yaml"][0]) == manifest()


@pytest.mark.parametrize("document", ["README.md", "docs/operating.md"])
def test_the_documents_offer_this_very_app(document: str) -> None:
    if not (ROOT / document).exists():
        pytest.skip("it is not written yet")
    assert f"({link(manifest())})" in (ROOT / document).read_text()
