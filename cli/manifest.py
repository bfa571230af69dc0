"""The Slack app's manifest: as manifest.yml has it, for HTTP mode, or as the address that creates the app."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml

from cli.problems import Cannot

FILE = Path(__file__).parent.parent / "manifest.yml"
USUAL_COMMAND = "/integrations"
EVENTS = "/slack/events"
READING_SCOPES = ("channels:history", "groups:history", "files:read")
READING_EVENTS = ("message.channels", "message.groups")
"""What looking for pasted tokens takes, and the app does not ask for by itself."""
REPORT_SCOPES = ("files:write",)
"""What sharing the report of an incident as files takes."""
Manifest = dict[str, Any]


def manifest(command: str = USUAL_COMMAND) -> Manifest:
    """For Socket Mode, with the slash command as the settings name it."""
    written: Manifest = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    for each in written["features"]["slash_commands"]:
        if each["command"] == USUAL_COMMAND:
            each["command"] = command
    return written


def with_pasted_tokens(written: Manifest) -> Manifest:
    """For workspaces that want their conversations looked through: see the setting of that name.

    Slack knows optional scopes, but no optional events; so this is a manifest of its own.
    """
    oauth, settings = written["oauth_config"], written["settings"]
    scopes, events = oauth["scopes"], settings["event_subscriptions"]
    more_scopes = [*dict.fromkeys((*scopes["bot"], *READING_SCOPES))]
    more_events = [*dict.fromkeys((*events["bot_events"], *READING_EVENTS))]
    return {
        **written,
        "oauth_config": {**oauth, "scopes": {**scopes, "bot": more_scopes}},
        "settings": {**settings, "event_subscriptions": {**events, "bot_events": more_events}},
    }


def with_report_files(written: Manifest) -> Manifest:
    """For workspaces that want the reports of incidents as files in Slack."""
    oauth = written["oauth_config"]
    scopes = {**oauth["scopes"], "bot": [*dict.fromkeys((*oauth["scopes"]["bot"], *REPORT_SCOPES))]}
    return {**written, "oauth_config": {**oauth, "scopes": scopes}}


def over_http(written: Manifest, url: str) -> Manifest:
    """For HTTP mode, where Slack calls `url`. Raises `Cannot` for what is no public address."""
    if not url.startswith("https://"):
        raise Cannot("Slack calls https addresses only, such as https://latchkey.example.org")
    address = url.rstrip("/").removesuffix(EVENTS) + EVENTS
    features, settings = written["features"], written["settings"]
    commands = [{**each, "url": address} for each in features["slash_commands"]]
    return {
        **written,
        "features": {**features, "slash_commands": commands},
        "settings": {
            **settings,
            "event_subscriptions": {**settings["event_subscriptions"], "request_url": address},
            "interactivity": {**settings["interactivity"], "request_url": address},
            "socket_mode_enabled": False,
        },
    }


def as_yaml(written: Manifest) -> str:
    return yaml.safe_dump(written, sort_keys=False, allow_unicode=True, width=100)


def link(written: Manifest) -> str:
    """One click on it creates the app, after Slack has shown what it is going to be."""
    return f"https://api.slack.com/apps?new_app=1&manifest_yaml={quote(as_yaml(written), safe='')}"
