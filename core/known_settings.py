"""Every setting there is. `.env.example` and the operator's guide are tested against this table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core import setting_values as values


@dataclass(frozen=True, slots=True)
class Setting:
    name: str
    field: str
    about: str
    value: Callable[[str], Any]
    default: str = ""
    """As it would be written; empty if there is none."""


KNOWN = (
    Setting("SLACK_BOT_TOKEN", "bot_token", "Bot token (xoxb-…) of your Slack app.", values.bot_token),
    Setting(
        "SLACK_APP_TOKEN",
        "app_token",
        "App-level token (xapp-…) with connections:write, for Socket Mode: no public address needed.",
        values.app_token,
    ),
    Setting(
        "SLACK_SIGNING_SECRET",
        "signing_secret",
        "For HTTP mode, where Slack calls the bot: used when there is no app-level token.",
        values.signing_secret,
    ),
    Setting(
        "SLACK_API_URL",
        "slack_api_url",
        "Slack's Web API. Everything that talks to Slack follows it.",
        values.slack_api,
        "https://slack.com/api/",
    ),
    Setting(
        "DATABASE_URL",
        "database_url",
        "sqlite:///… or postgresql://…; without it, SQLite in the data folder.",
        values.database,
    ),
    Setting(
        "LATCHKEY_DATA",
        "data",
        "The data folder: database, high-water mark, and the key that `try` makes.",
        values.path,
        "./data",
    ),
    Setting(
        "LATCHKEY_MASTER_KEY",
        "master_key",
        f"32 bytes in base64; to make one: {values.MAKE_A_KEY}. Keep a copy apart from the backups.",
        values.key,
    ),
    Setting(
        "LATCHKEY_MASTER_KEY_PREVIOUS",
        "master_key_previous",
        "The key that is being replaced, until `latchkey keys rotate` is done.",
        values.key,
    ),
    Setting(
        "LATCHKEY_TOKEN_PREFIX",
        "token_prefix",
        "What new tokens start with. Tokens with an earlier prefix stay good.",
        values.token_prefix,
        "pit",
    ),
    Setting(
        "LATCHKEY_COMMAND",
        "command",
        "The slash command, for workspaces where the usual name is taken.",
        values.command,
        "/integrations",
    ),
    Setting("LATCHKEY_API_BIND", "api_bind", "Where gateways ask.", values.bind, "127.0.0.1:8025"),
    Setting(
        "LATCHKEY_BOT_BIND", "bot_bind", "Where Slack calls, in HTTP mode.", values.bind, "127.0.0.1:8026"
    ),
    Setting("LATCHKEY_METRICS_BIND", "metrics_bind", "Where metrics are.", values.bind, "127.0.0.1:8027"),
    Setting(
        "LATCHKEY_LEASE_MS",
        "lease",
        "Milliseconds, 100 to 1000: how long a process that is cut off from PostgreSQL still answers.",
        values.lease,
        "1000",
    ),
    Setting(
        "LATCHKEY_PERMISSIONS",
        "permissions",
        "A permission catalogue of your own, in the shape of core/catalogue.toml.",
        values.path,
    ),
    Setting(
        "LATCHKEY_GITHUB_KEYS_URL",
        "github_keys_url",
        "Where GitHub publishes the keys that sign its leak reports.",
        values.web_address,
        "https://api.github.com/meta/public_keys/secret_scanning",
    ),
    Setting("LATCHKEY_LOG_LEVEL", "log_level", "DEBUG, INFO, WARNING or ERROR.", values.log_level, "INFO"),
)
