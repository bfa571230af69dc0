"""What can be configured, and what is wrong with it. Nothing is read here: the environment is an argument."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from difflib import get_close_matches
from enum import StrEnum
from pathlib import PurePath
from typing import Any, Self

from core.known_settings import KNOWN, Setting
from core.setting_values import MAKE_A_KEY, Bind

OURS = "LATCHKEY_"
FILE = "_FILE"


_NAMES = frozenset(setting.name for setting in KNOWN)


class Need(StrEnum):
    """What a command cannot start without."""

    KEY = "key"
    SPEAK = "speak"
    """Say something in Slack."""
    LISTEN = "listen"
    """Hear from Slack, in one of the two modes."""


class BadSettings(Exception):  # noqa: N818 - a message for the operator with all that is wrong
    """Every problem with the settings, each a sentence."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    bot_token: str | None = field(default=None, repr=False)
    app_token: str | None = field(default=None, repr=False)
    signing_secret: str | None = field(default=None, repr=False)
    slack_api_url: str
    database_url: str | None = field(default=None, repr=False)
    data: PurePath
    master_key: bytes | None = field(default=None, repr=False)
    master_key_previous: bytes | None = field(default=None, repr=False)
    token_prefix: str
    command: str
    api_bind: Bind
    bot_bind: Bind
    metrics_bind: Bind
    lease: timedelta
    permissions: PurePath | None = None
    github_keys_url: str
    log_level: str

    @classmethod
    def read(
        cls,
        environment: Mapping[str, str],
        read_file: Callable[[str], str],
        needs: Iterable[Need] = (),
    ) -> Self:
        """From the environment. Raises `BadSettings` with all that is wrong or missing.

        `read_file` gives a file's text or raises `OSError` or `UnicodeError`.
        """
        problems = _unknown(environment)
        texts = {setting: _text(setting, environment, read_file, problems) for setting in KNOWN}
        found = {setting.field: _value(setting, text, problems) for setting, text in texts.items() if text}
        problems += _missing(frozenset(needs), _given(environment))
        problems += _clashes(found)
        if problems:
            raise BadSettings(problems)
        return cls(**found)

    @property
    def uses_socket(self) -> bool:
        """Socket Mode whenever there is an app-level token; HTTP mode otherwise."""
        return self.app_token is not None

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data}/latchkey.db"


def _unknown(environment: Mapping[str, str]) -> list[str]:
    return [
        f"{name} is no setting.{_hint(name)}"
        for name in sorted(environment)
        if name.startswith(OURS) and name not in _NAMES and name.removesuffix(FILE) not in _NAMES
    ]


def _hint(name: str) -> str:
    similar = get_close_matches(name, _NAMES, n=1, cutoff=0.75)
    return f" Did you mean {similar[0]}?" if similar else ""


def _text(
    setting: Setting,
    environment: Mapping[str, str],
    read_file: Callable[[str], str],
    problems: list[str],
) -> str:
    direct = environment.get(setting.name, "").strip()
    file = environment.get(setting.name + FILE, "").strip()
    if direct and file:
        problems.append(f"{setting.name} and {setting.name}{FILE} are both set; keep one of them.")
    if not file:
        return direct or setting.default
    try:
        text = read_file(file).strip()
    except (OSError, UnicodeError) as problem:
        reason = getattr(problem, "strerror", None) or "it holds no text"
        problems.append(f"{setting.name}{FILE}: {file} cannot be read: {reason}.")
        return ""
    if not text:
        problems.append(f"{setting.name}{FILE}: {file} is empty.")
    return text


def _value(setting: Setting, text: str, problems: list[str]) -> Any:  # noqa: ANN401 - each setting has its own
    try:
        return setting.value(text)
    except ValueError as problem:
        problems.append(f"{setting.name} {problem}.")
        return None


def _given(environment: Mapping[str, str]) -> frozenset[str]:
    return frozenset(name.removesuffix(FILE) for name, text in environment.items() if text.strip())


def _missing(needs: frozenset[Need], given: frozenset[str]) -> list[str]:
    missing = []
    if Need.SPEAK in needs and "SLACK_BOT_TOKEN" not in given:
        missing.append("SLACK_BOT_TOKEN is missing: it stands under “OAuth & Permissions” of your Slack app.")
    if Need.LISTEN in needs and given.isdisjoint({"SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"}):
        missing.append("SLACK_APP_TOKEN is missing (or SLACK_SIGNING_SECRET, where Slack calls this server).")
    if Need.KEY in needs and "LATCHKEY_MASTER_KEY" not in given:
        missing.append(f"LATCHKEY_MASTER_KEY is missing. To make one: {MAKE_A_KEY}")
    return missing


def _clashes(found: Mapping[str, Any]) -> list[str]:
    problems = []
    key = found.get("master_key")
    if key is not None and key == found.get("master_key_previous"):
        problems.append("LATCHKEY_MASTER_KEY_PREVIOUS is the same as LATCHKEY_MASTER_KEY; remove it.")
    taken: dict[Bind, str] = {}
    for setting in KNOWN:
        address = found.get(setting.field)
        if isinstance(address, Bind) and address.port:
            other = taken.setdefault(address, setting.name)
            if other != setting.name:
                problems.append(f"{setting.name} and {other} are the same address; change one of them.")
    return problems
