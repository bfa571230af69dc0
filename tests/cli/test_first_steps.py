"""Whoever types something wrong is told all of it at once, and what to do."""

from pathlib import Path

import pytest
import yaml

from cli.app import COMMANDS
from tests.cli.commands import Latchkey


def test_help_lists_every_command(latchkey: Latchkey) -> None:
    ended = latchkey("--help")
    assert ended.code == 0
    for name, (_, about) in COMMANDS.items():
        assert name in ended.out
        assert about.split()[0] in ended.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(latchkey: Latchkey, name: str) -> None:
    ended = latchkey(name, "--help")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("Usage: latchkey")


def test_a_mistyped_command_is_guessed(latchkey: Latchkey) -> None:
    ended = latchkey("docter")
    assert ended.code == 2
    assert "Did you mean 'doctor'?" in ended.err


def test_all_problems_with_the_settings_are_said_at_once(latchkey: Latchkey) -> None:
    ended = latchkey(
        "run",
        SLACK_APP_TOKEN="xoxb-1-2",
        LATCHKEY_API_BIND="nowhere",
        LATCHKEY_MASTERKEY="x",
        SLACK_API_URL="ftp://x",
    )
    assert ended.code == 1
    for name in (
        "SLACK_BOT_TOKEN is missing",
        "SLACK_APP_TOKEN is a bot token",
        "LATCHKEY_API_BIND",
        "LATCHKEY_MASTER_KEY is missing",
        "Did you mean LATCHKEY_MASTER_KEY?",
        "SLACK_API_URL",
    ):
        assert name in ended.err
    assert "Traceback" not in ended.err
    assert ended.out == ""


@pytest.mark.parametrize("command", ["run", "bot", "api", "clock", "integrations list", "keys list"])
def test_a_missing_key_is_refused_with_the_command_that_makes_one(latchkey: Latchkey, command: str) -> None:
    ended = latchkey(*command.split())
    assert ended.code == 1
    assert "LATCHKEY_MASTER_KEY is missing. To make one: openssl rand -base64 32" in ended.err


def test_the_manifest_carries_the_command_of_the_settings(latchkey: Latchkey) -> None:
    written = yaml.safe_load(latchkey("manifest", LATCHKEY_COMMAND="/latchkey").out)
    assert written["features"]["slash_commands"][0]["command"] == "/latchkey"
    assert written["settings"]["socket_mode_enabled"]


def test_the_manifest_for_http_mode_names_the_address(latchkey: Latchkey) -> None:
    written = yaml.safe_load(latchkey("manifest", "--http", "https://bot.example.org").out)
    assert written["settings"]["interactivity"]["request_url"] == "https://bot.example.org/slack/events"
    refused = latchkey("manifest", "--http", "http://bot.example.org")
    assert (refused.code, refused.out) == (1, "")
    assert "https" in refused.err


def test_settings_can_stand_in_a_file(latchkey: Latchkey) -> None:
    Path(".env").write_text("LATCHKEY_COMMAND=/from-file\n")
    assert "/from-file" in latchkey("manifest").out
    assert "/from-environment" in latchkey("manifest", LATCHKEY_COMMAND="/from-environment").out
