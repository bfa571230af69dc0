"""Who is in the workspace and where they talk."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from sandbox.errors import NotPossibleError
from sandbox.ids import Ids
from sandbox.json_types import Json

Kind = Literal["channel", "private", "dm"]


@dataclass
class User:
    id: str
    key: str
    name: str
    team_id: str
    tz: str = "Europe/London"
    avatar_color: str = "#5b6470"
    is_admin: bool = False
    is_owner: bool = False
    is_primary_owner: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_bot: bool = False
    is_stranger: bool = False
    deleted: bool = False

    @property
    def role_label(self) -> str:
        roles = (
            (self.deleted, "Deactivated"),
            (self.is_bot, "App"),
            (self.is_stranger, "From another organisation"),
            (self.is_ultra_restricted, "Single-channel guest"),
            (self.is_restricted, "Guest"),
            (self.is_primary_owner, "Primary owner"),
            (self.is_owner, "Workspace owner"),
            (self.is_admin, "Workspace admin"),
        )
        return next((label for applies, label in roles if applies), "Member")

    def facts(self, now: datetime) -> Json:
        """What users.info says about them. A deactivated account keeps its name and loses its flags."""
        local = now.astimezone(ZoneInfo(self.tz))
        offset = local.utcoffset()
        common: Json = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.key,
            "deleted": self.deleted,
            "real_name": self.name,
            "profile": {"real_name": self.name, "display_name": self.name.split()[0], "team": self.team_id},
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": int(now.timestamp()),
        }
        if self.deleted:
            return common
        flags = ("admin", "owner", "primary_owner", "restricted", "ultra_restricted", "stranger")
        return common | {
            "tz": self.tz,
            "tz_label": local.tzname(),
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            **{f"is_{flag}": getattr(self, f"is_{flag}") for flag in flags},
        }


@dataclass
class Conversation:
    id: str
    name: str
    kind: Kind
    members: set[str] = field(default_factory=set)
    is_archived: bool = False
    is_shared: bool = False

    @property
    def mentioned_as(self) -> str:
        """The name as a payload carries it: Slack tells an app no private channel's name."""
        return {"channel": self.name, "private": "privategroup", "dm": "directmessage"}[self.kind]


@dataclass
class Workspace:
    team_id: str
    team_name: str
    team_domain: str
    bot: User
    ids: Ids
    users: dict[str, User] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)

    def user(self, id_or_key: str) -> User:
        """The person by Slack's id or by the short key tests use."""
        for user in self.users.values():
            if id_or_key in (user.id, user.key):
                return user
        raise NotPossibleError(f"there is no {id_or_key} in this workspace")

    def conversation(self, id_or_name: str) -> Conversation:
        wanted = id_or_name.removeprefix("#")
        for conversation in self.conversations.values():
            if wanted in (conversation.id, conversation.name):
                return conversation
        raise NotPossibleError(f"there is no conversation {id_or_name}")

    def conversations_of(self, user_id: str) -> list[Conversation]:
        return [each for each in self.conversations.values() if user_id in each.members]

    def bot_is_in(self, conversation: Conversation) -> bool:
        return self.bot.id in conversation.members

    def direct_message(self, user_id: str) -> Conversation:
        """The conversation between a person and the app, opened on first need."""
        pair = {user_id, self.bot.id}
        for conversation in self.conversations.values():
            if conversation.kind == "dm" and conversation.members == pair:
                return conversation
        opened = Conversation(self.ids.next("D"), f"dm-{user_id}", "dm", pair)
        self.conversations[opened.id] = opened
        return opened
