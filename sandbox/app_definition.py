"""What the app is allowed to do and what people are offered of it: the app manifest, as Slack reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from sandbox.json_types import Json

DEFAULT_SCOPES = ("commands", "chat:write", "users:read", "im:write")
DEFAULT_EVENTS = ("app_home_opened", "app_uninstalled", "tokens_revoked")


@dataclass(frozen=True)
class Command:
    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True)
class Shortcut:
    type: str
    callback_id: str
    name: str
    description: str = ""


@dataclass(frozen=True)
class AppDefinition:
    """Without a manifest any command and any shortcut is delivered: handy for an app still being written."""

    name: str = "App"
    commands: tuple[Command, ...] | None = None
    shortcuts: tuple[Shortcut, ...] | None = None
    scopes: tuple[str, ...] = DEFAULT_SCOPES
    events: frozenset[str] = frozenset(DEFAULT_EVENTS)
    home_tab: bool = True
    messages_tab: bool = True
    messages_tab_read_only: bool = False
    interactivity: bool = True

    @classmethod
    def from_manifest(cls, manifest: Mapping[str, Any]) -> Self:
        features: Json = manifest.get("features") or {}
        settings: Json = manifest.get("settings") or {}
        home: Json = features.get("app_home") or {}
        scopes: Json = (manifest.get("oauth_config") or {}).get("scopes") or {}
        interactivity: Json = settings.get("interactivity") or {}
        events: Json = settings.get("event_subscriptions") or {}
        return cls(
            name=_name(manifest, features),
            commands=tuple(_command(each) for each in features.get("slash_commands") or ()),
            shortcuts=tuple(_shortcut(each) for each in features.get("shortcuts") or ()),
            scopes=tuple(scopes.get("bot") or ()),
            events=frozenset(events.get("bot_events") or ()),
            home_tab=bool(home.get("home_tab_enabled", False)),
            messages_tab=bool(home.get("messages_tab_enabled", True)),
            messages_tab_read_only=bool(home.get("messages_tab_read_only_enabled", False)),
            interactivity=bool(interactivity.get("is_enabled", False)),
        )

    def command(self, name: str) -> Command | None:
        """The command people know by this name, None if the app does not have it."""
        if "commands" not in self.scopes:
            return None
        if self.commands is None:
            return Command(name)
        return next((each for each in self.commands if each.command == name), None)

    def shortcut(self, callback_id: str, type_: str) -> Shortcut | None:
        if self.shortcuts is None:
            return Shortcut(type_, callback_id, callback_id)
        return next((s for s in self.shortcuts if (s.callback_id, s.type) == (callback_id, type_)), None)


def _name(manifest: Mapping[str, Any], features: Json) -> str:
    bot_user: Json = features.get("bot_user") or {}
    information: Json = manifest.get("display_information") or {}
    return str(bot_user.get("display_name") or information.get("name") or "App")


def _command(each: Json) -> Command:
    return Command(
        command=each["command"],
        description=each.get("description", ""),
        usage_hint=each.get("usage_hint", ""),
        should_escape=bool(each.get("should_escape", False)),
    )


def _shortcut(each: Json) -> Shortcut:
    return Shortcut(
        type=each["type"],
        callback_id=each["callback_id"],
        name=each["name"],
        description=each.get("description", ""),
    )
