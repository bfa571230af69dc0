"""The people and places every pretend workspace starts with."""

from typing import Any

from sandbox.ids import Ids
from sandbox.workspace import Conversation, User, Workspace

OTHER_TEAM = "T0OTHER00"
BOT = "U0BOT0000"

# key -> what Slack knows about them, beyond what every full member has
PEOPLE: dict[str, dict[str, Any]] = {
    "ada": {
        "name": "Ada Admin",
        "tz": "Europe/Berlin",
        "avatar_color": "#7c3085",
        "is_admin": True,
        "is_owner": True,
        "is_primary_owner": True,
    },
    "adi": {"name": "Adi Admin", "tz": "Europe/London", "avatar_color": "#1d6fb8", "is_admin": True},
    "mia": {"name": "Mia Member", "tz": "America/New_York", "avatar_color": "#2f7d4f"},
    "max": {"name": "Max Manager", "tz": "Asia/Kolkata", "avatar_color": "#b3541e"},
    "gus": {"name": "Gus Guest", "tz": "Europe/London", "avatar_color": "#77763a", "is_restricted": True},
    "sam": {
        "name": "Sam Stranger",
        "tz": "Australia/Sydney",
        "avatar_color": "#a03550",
        "is_stranger": True,
        "team_id": OTHER_TEAM,
    },
}


def default_workspace(team_id: str, team_domain: str, app_name: str) -> Workspace:
    bot = User(BOT, app_name.lower().replace(" ", "-"), app_name, team_id, is_bot=True)
    workspace = Workspace(team_id, team_domain.title(), team_domain, bot, Ids())
    workspace.users[bot.id] = bot
    for key, facts in PEOPLE.items():
        user = User(**{"id": f"U0{key.upper()}0000", "key": key, "team_id": team_id} | facts)
        workspace.users[user.id] = user
    for conversation in _places(workspace):
        workspace.conversations[conversation.id] = conversation
    return workspace


def _places(workspace: Workspace) -> list[Conversation]:
    at_home = {user.id for user in workspace.users.values() if not (user.is_bot or user.is_stranger)}
    trusted = {workspace.user(key).id for key in ("ada", "adi", "max")}
    sam = workspace.user("sam").id
    return [
        Conversation("C0GENERAL", "general", "channel", at_home | {workspace.bot.id}),
        Conversation("C0RANDOM0", "random", "channel", set(at_home)),
        Conversation("C0SECURIT", "security", "private", trusted | {workspace.bot.id}),
        Conversation("C0PARTNER", "partners", "channel", at_home | {sam}, is_shared=True),
    ]
