"""`latchkey …` in this process, as a person types it."""

import base64
import io
import logging
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from cli.__main__ import main
from tests.databases import MASTER

OTHER_MASTER = bytes(reversed(range(32)))


def in_base64(key: bytes) -> str:
    return base64.b64encode(key).decode()


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


Latchkey = Callable[..., Ended]


@pytest.fixture
def _as_before() -> Iterator[None]:
    """A command sets up its whole process; the tests live on in it."""
    mask = os.umask(0o022)
    handlers, level = logging.getLogger().handlers[:], logging.getLogger().level
    yield
    structlog.reset_defaults()
    logging.getLogger().handlers[:] = handlers
    logging.getLogger().setLevel(level)
    os.umask(mask)


@pytest.fixture
def latchkey(
    _as_before: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> Latchkey:
    """Runs a command in an empty folder, with only the settings that the test gives."""
    for name in list(os.environ):  # noqa: TID251 - to take away what the tests' own process was given
        if name.startswith(("LATCHKEY_", "SLACK_", "DATABASE_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def run(*words: str, stdin: str = "", **settings: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["latchkey", *words])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        with pytest.MonkeyPatch.context() as patch:
            for name, value in settings.items():
                patch.setenv(name, value)
            code = _exit_code()
        said = capsys.readouterr()
        return Ended(code, said.out, said.err)

    return run


def _exit_code() -> int:
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def settings(folder: Path, master: bytes = MASTER) -> dict[str, str]:
    return {"LATCHKEY_DATA": str(folder), "LATCHKEY_MASTER_KEY": in_base64(master)}
