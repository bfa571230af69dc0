"""Whatever reaches the log, a secret does not."""

import io
import json
import logging

import pytest
import structlog

from cli.logs import configure
from cli.redaction import redacted
from core.secret import Secret
from tests.storage.making import a_secret

SLACK = "xoxb-1234-abcdEFGH"
REPLY = "https://hooks.slack.com/" + "commands/T1/2/x9y8"


@pytest.fixture
def secret() -> Secret:
    return a_secret(7)


@pytest.mark.parametrize(
    "around",
    ["{}", "token={}", "Bearer {}.", '"{}"', "\\n{}\\n", "abc{}", "9{}", "%3D{}%0A", "{}{}", "X{}", "{}zzz"],
)
def test_a_token_is_cut_out_wherever_it_stands(secret: Secret, around: str) -> None:
    line = around.replace("{}", secret.reveal())
    assert secret.reveal() not in redacted(line)
    assert secret.reveal()[4:20] not in redacted(line)
    assert secret.last_four in redacted(line)


def test_what_only_looks_like_a_token_stays(secret: Secret) -> None:
    almost = secret.reveal()[:-1] + ("0" if secret.reveal()[-1] != "0" else "1")
    line = f"wrong checksum {almost}, id 0190a5c4-7d1e-7c3b-8a52-1f2e3d4c5b6a, sha {'a1' * 32}"
    assert redacted(line) == line


def test_slacks_own_secrets_are_cut_out_too() -> None:
    line = redacted(f"{SLACK} {SLACK.replace('xoxb', 'xapp')} {REPLY}?a=1 rest")
    assert "abcdEFGH" not in line
    assert "x9y8" not in line
    assert line.endswith(" rest")


@pytest.mark.usefixtures("_as_before")
def test_messages_fields_tracebacks_and_libraries_are_all_seen(
    secret: Secret, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    configure("DEBUG")
    token = secret.reveal()
    structlog.get_logger("ours").info("field", token=token)
    logging.getLogger("library").warning("message %s", token)
    try:
        int(token)
    except ValueError:
        structlog.get_logger("ours").exception("raised")
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [line["event"][:7] for line in lines] == ["field", "message", "raised"]
    assert "ValueError" in lines[2]["exception"]
    assert token not in written.getvalue()


@pytest.mark.usefixtures("_as_before")
def test_people_on_a_terminal_read_lines_not_json(monkeypatch: pytest.MonkeyPatch, secret: Secret) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    written = Terminal()
    monkeypatch.setattr("sys.stderr", written)
    configure("INFO")
    structlog.get_logger("ours").info("serving", api="http://127.0.0.1:8025")
    structlog.get_logger("ours").debug("not at this level")
    local = secret.reveal()
    try:
        int("no number")
    except ValueError:
        structlog.get_logger("ours").exception("raised")
    assert not written.getvalue().startswith("{")
    assert "serving" in written.getvalue()
    assert "not at this level" not in written.getvalue()
    assert local not in written.getvalue()
