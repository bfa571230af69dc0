"""Settings: all problems at once, each with what to do, and no secret repeated."""

import base64
import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import PurePath

import pytest

from core.known_settings import KNOWN
from core.setting_values import Bind
from core.settings import BadSettings, Need, Settings

KEY = bytes(range(32))
BOT = "xoxb" + "-12-34-abc"
APP = "xapp" + "-1-A0-12-abc"
SIGNING = "0123456789abcdef" * 2
FILES = {"/run/bot": f"{BOT}\n", "/run/empty": " \n"}
EVERYTHING = frozenset(Need)


def read_file(path: str) -> str:
    if path == "/run/binary":
        raise UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")
    try:
        return FILES[path]
    except KeyError:
        raise FileNotFoundError(2, "No such file or directory", path) from None


def read(environment: Mapping[str, str], *needs: Need) -> Settings:
    return Settings.read(environment, read_file, needs)


def problems(environment: Mapping[str, str], *needs: Need) -> list[str]:
    with pytest.raises(BadSettings) as bad:
        read(environment, *needs)
    assert str(bad.value).splitlines() == bad.value.problems
    return bad.value.problems


def base64_of(key: bytes) -> str:
    return base64.b64encode(key).decode()


# --- what holds without a word


def test_nothing_is_needed_to_know_the_defaults() -> None:
    settings = read({})
    assert settings == Settings(
        slack_api_url="https://slack.com/api/",
        data=PurePath("data"),
        token_prefix="pit",
        command="/integrations",
        api_bind=Bind("127.0.0.1", 8025),
        bot_bind=Bind("127.0.0.1", 8026),
        metrics_bind=Bind("127.0.0.1", 8027),
        lease=timedelta(seconds=1),
        github_keys_url="https://api.github.com/meta/public_keys/secret_scanning",
        log_level="INFO",
    )
    assert settings.database == "sqlite:///data/latchkey.db"


def test_an_empty_value_is_none_at_all() -> None:
    assert read({setting.name: " " for setting in KNOWN}) == read({})


def test_other_programs_settings_are_left_alone() -> None:
    assert read({"PATH": "/bin", "SLACK_CLIENT_ID": "1.2", "HTTP_PROXY": "x"}) == read({})


# --- what is given


def test_everything_can_be_given() -> None:
    settings = read(
        {
            "SLACK_BOT_TOKEN": f" {BOT} ",
            "SLACK_APP_TOKEN": APP,
            "SLACK_SIGNING_SECRET": SIGNING,
            "SLACK_API_URL": "http://127.0.0.1:9000/api",
            "DATABASE_URL": "postgres://latchkey:word@db/latchkey",
            "LATCHKEY_DATA": "/var/lib/latchkey",
            "LATCHKEY_MASTER_KEY": base64_of(KEY),
            "LATCHKEY_MASTER_KEY_PREVIOUS": base64_of(KEY[::-1]),
            "LATCHKEY_TOKEN_PREFIX": "acme1",
            "LATCHKEY_COMMAND": "/private-apps",
            "LATCHKEY_API_BIND": "0.0.0.0:80",
            "LATCHKEY_BOT_BIND": "[::1]:0",
            "LATCHKEY_METRICS_BIND": "localhost:0",
            "LATCHKEY_LEASE_MS": "250",
            "LATCHKEY_PERMISSIONS": "/etc/latchkey/permissions.toml",
            "LATCHKEY_GITHUB_KEYS_URL": "https://ghe.example.org/keys",
            "LATCHKEY_LOG_LEVEL": "debug",
        },
        *EVERYTHING,
    )
    assert settings == Settings(
        bot_token=BOT,
        app_token=APP,
        signing_secret=SIGNING,
        slack_api_url="http://127.0.0.1:9000/api/",
        database_url="postgresql://latchkey:word@db/latchkey",
        data=PurePath("/var/lib/latchkey"),
        master_key=KEY,
        master_key_previous=KEY[::-1],
        token_prefix="acme1",
        command="/private-apps",
        api_bind=Bind("0.0.0.0", 80),  # noqa: S104 - read, not bound
        bot_bind=Bind("::1", 0),
        metrics_bind=Bind("localhost", 0),
        lease=timedelta(milliseconds=250),
        permissions=PurePath("/etc/latchkey/permissions.toml"),
        github_keys_url="https://ghe.example.org/keys",
        log_level="DEBUG",
    )
    assert settings.database == "postgresql://latchkey:word@db/latchkey"


def test_no_secret_is_printed_with_the_settings() -> None:
    shown = repr(
        read(
            {
                "SLACK_BOT_TOKEN": BOT,
                "SLACK_APP_TOKEN": APP,
                "SLACK_SIGNING_SECRET": SIGNING,
                "DATABASE_URL": "postgresql://latchkey:hunter2@db/latchkey",
                "LATCHKEY_MASTER_KEY": base64_of(KEY),
                "LATCHKEY_MASTER_KEY_PREVIOUS": base64_of(KEY[::-1]),
            }
        )
    )
    for secret in ("xoxb", "xapp", SIGNING, "hunter2", repr(KEY), repr(KEY[::-1]), base64_of(KEY)):
        assert secret not in shown


@pytest.mark.parametrize("spelt", [base64_of(b"\xff" * 32), "_" * 42 + "8", "_" * 42 + "8="])
def test_a_key_is_read_in_both_alphabets_of_base64(spelt: str) -> None:
    assert read({"LATCHKEY_MASTER_KEY": spelt}).master_key == b"\xff" * 32


@pytest.mark.parametrize(
    ("given", "socket"), [({"SLACK_APP_TOKEN": APP}, True), ({"SLACK_SIGNING_SECRET": SIGNING}, False)]
)
def test_the_mode_follows_from_what_is_given(given: dict[str, str], socket: bool) -> None:
    assert read({"SLACK_BOT_TOKEN": BOT} | given, Need.SPEAK, Need.LISTEN).uses_socket is socket


def test_socket_mode_wins_where_both_are_given() -> None:
    assert read({"SLACK_APP_TOKEN": APP, "SLACK_SIGNING_SECRET": SIGNING}).uses_socket


# --- what is missing


def test_all_that_a_command_needs_is_named_at_once_with_where_to_find_it() -> None:
    bot, listen, key = problems({}, *EVERYTHING)
    assert bot.startswith("SLACK_BOT_TOKEN is missing: it stands under “OAuth & Permissions”")
    assert listen.startswith("SLACK_APP_TOKEN is missing (or SLACK_SIGNING_SECRET")
    assert key == "LATCHKEY_MASTER_KEY is missing. To make one: openssl rand -base64 32"


def test_verification_needs_nothing_of_slack() -> None:
    assert read({"LATCHKEY_MASTER_KEY": base64_of(KEY)}, Need.KEY).bot_token is None


# --- what is wrong


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-1-2", "is a user token; it starts with xoxb-"),
        ("SLACK_BOT_TOKEN", "xapp-1-2", "is an app-level token; it starts with xoxb-"),
        ("SLACK_BOT_TOKEN", "xoxe.xoxb-1-2", "is a token that Slack rotates, which must stay off"),
        ("SLACK_BOT_TOKEN", "xoxb-1 2", "does not look right: it starts with xoxb-"),
        ("SLACK_BOT_TOKEN", "xoxb-", "does not look right"),
        ("SLACK_BOT_TOKEN", "hello", "does not look right"),
        ("SLACK_APP_TOKEN", "xoxb-1-2", "is a bot token; it starts with xapp-"),
        ("SLACK_SIGNING_SECRET", "xoxb-1-2", "is a bot token; it has 32 characters"),
        ("SLACK_SIGNING_SECRET", "0123", "does not look right: it has 32 characters"),
        ("SLACK_API_URL", "http://slack.example.org/", "must start with https://"),
        ("SLACK_API_URL", "slack.com", "is no web address"),
        ("SLACK_API_URL", "http://[::1", "is no web address"),
        ("SLACK_API_URL", "ftp://slack.com", "is no web address"),
        ("LATCHKEY_GITHUB_KEYS_URL", "http://10.0.0.1/", "must start with https://"),
        ("DATABASE_URL", "mysql://root:hunter2@db/x", "must start with sqlite:/// or postgresql://"),
        ("DATABASE_URL", "latchkey.db", "must start with sqlite:/// or postgresql://"),
        ("LATCHKEY_MASTER_KEY", "hello!", "is not base64; to make one: openssl"),
        ("LATCHKEY_MASTER_KEY", "clé", "is not base64"),
        ("LATCHKEY_MASTER_KEY", base64_of(b"short"), "has 5 bytes, not 32; to make one: openssl"),
        ("LATCHKEY_TOKEN_PREFIX", "Pit", "“Pit” must be 2 to 16 small letters"),
        ("LATCHKEY_TOKEN_PREFIX", "p", "“p” must be 2 to 16"),
        ("LATCHKEY_TOKEN_PREFIX", "p_t", "“p_t” must be 2 to 16"),
        ("LATCHKEY_TOKEN_PREFIX", "gw", "a letter first, and not gw"),
        ("LATCHKEY_COMMAND", "integrations", "“integrations” must be a slash and up to 31"),
        ("LATCHKEY_COMMAND", "/Two Words", "must be a slash"),
        ("LATCHKEY_COMMAND", "/" + "x" * 32, "must be a slash"),
        ("LATCHKEY_COMMAND", "/compromised", "and not /compromised"),
        *(
            ("LATCHKEY_API_BIND", text, f"“{text}” must be HOST:PORT")
            for text in ("8025", ":8025", "localhost:http", "localhost:-1", "localhost:٣", "localhost:65536")
        ),
        *(
            ("LATCHKEY_LEASE_MS", text, f"“{text}” must be a number from 100 to 1000")
            for text in ("99", "1001", "1s", "٣٠٠")
        ),
        ("LATCHKEY_LOG_LEVEL", "loud", "“loud” must be one of DEBUG, INFO, WARNING, ERROR"),
    ],
)
def test_a_wrong_value_is_explained(name: str, value: str, problem: str) -> None:
    (only,) = problems({name: value})
    assert only.startswith(f"{name} ")
    assert problem in only
    assert only.endswith(".")


@pytest.mark.parametrize(
    "name",
    ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "LATCHKEY_MASTER_KEY", "DATABASE_URL"],
)
@pytest.mark.parametrize("value", ["xoxp-hunter2", "mysql://root:hunter2@db/x", "hunter2"])
def test_a_wrong_secret_is_never_repeated(name: str, value: str) -> None:
    assert "hunter2" not in str(problems({name: value}))


def test_all_problems_come_at_once() -> None:
    found = problems(
        {"LATCHKEY_LOG_LEVEL": "loud", "SLACK_BOT_TOKEN": "xoxp-1", "LATCHKEY_PORT": "1"}, *EVERYTHING
    )
    expected = "LATCHKEY_PORT SLACK_BOT_TOKEN LATCHKEY_LOG_LEVEL SLACK_APP_TOKEN LATCHKEY_MASTER_KEY"
    assert " ".join(problem.split()[0] for problem in found) == expected


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("LATCHKEY_MASTERKEY", " Did you mean LATCHKEY_MASTER_KEY?"),
        ("LATCHKEY_LOGLEVEL_FILE", " Did you mean LATCHKEY_LOG_LEVEL?"),
        ("LATCHKEY_COLOUR_OF_THE_DOOR", ""),
    ],
)
def test_a_name_that_is_no_setting_gets_a_suggestion(name: str, hint: str) -> None:
    assert problems({name: "x"}) == [f"{name} is no setting.{hint}"]


def test_the_previous_key_differs_from_the_present_one() -> None:
    key = base64_of(KEY)
    assert problems({"LATCHKEY_MASTER_KEY": key, "LATCHKEY_MASTER_KEY_PREVIOUS": key}) == [
        "LATCHKEY_MASTER_KEY_PREVIOUS is the same as LATCHKEY_MASTER_KEY; remove it."
    ]


def test_no_address_is_used_twice() -> None:
    assert problems({"LATCHKEY_BOT_BIND": "127.0.0.1:8025"}) == [
        "LATCHKEY_BOT_BIND and LATCHKEY_API_BIND are the same address; change one of them."
    ]
    read({"LATCHKEY_BOT_BIND": "127.0.0.1:0", "LATCHKEY_API_BIND": "127.0.0.1:0"})


# --- from files


@pytest.mark.parametrize("name", [setting.name for setting in KNOWN])
def test_every_setting_can_come_from_a_file(name: str) -> None:
    assert problems({f"{name}_FILE": "/nowhere"}) == [
        f"{name}_FILE: /nowhere cannot be read: No such file or directory."
    ]


def test_what_a_file_holds_counts_without_its_last_line_break() -> None:
    assert read({"SLACK_BOT_TOKEN_FILE": "/run/bot"}, Need.SPEAK).bot_token == BOT


def test_a_setting_is_given_once() -> None:
    given = {"SLACK_BOT_TOKEN": BOT, "SLACK_BOT_TOKEN_FILE": "/run/bot"}
    assert problems(given) == ["SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE are both set; keep one of them."]


@pytest.mark.parametrize(
    ("path", "reason"), [("/run/binary", "cannot be read: it holds no text."), ("/run/empty", "is empty.")]
)
def test_a_file_without_a_value_is_named_and_not_also_called_missing(path: str, reason: str) -> None:
    assert problems({"SLACK_BOT_TOKEN_FILE": path}, Need.SPEAK) == [f"SLACK_BOT_TOKEN_FILE: {path} {reason}"]


# --- the table


def test_every_setting_says_what_it_is_and_has_a_default_that_is_right() -> None:
    for setting in KNOWN:
        assert re.fullmatch(r"(SLACK|LATCHKEY|DATABASE)_[A-Z_]+", setting.name)
        assert setting.about.endswith(".")
        if setting.default:
            setting.value(setting.default)
