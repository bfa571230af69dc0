"""Who may import whom: the contracts of pyproject.toml hold, and they bite."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.guards.source import PACKAGES, ROOT, text

LINT = "from importlinter.cli import lint_imports; import sys; sys.exit(lint_imports(no_cache=True))"


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LINT]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - our own


def test_the_contracts_hold() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("where", "line", "contract"),
    [
        ("bot", "import storage", "Only cli opens the database"),
        ("bot", "import api", "Doors open inwards"),
        ("core", "import storage", "Doors open inwards"),
        ("jobs", "import storage", "Only cli opens the database"),
        ("api", "import slack_sdk", "Slack's libraries stay in bot"),
        ("core", "import os", "The core is standard library only"),
        ("core", "import asyncio", "The core is standard library only"),
        ("bot", "import sqlalchemy", "SQL stays in storage"),
        ("sandbox", "import core", "The pretend Slack imports nothing of the product"),
        ("bot", "import sandbox", "The product does not lean on the pretend Slack"),
        ("cli", "import apscheduler", "One file knows APScheduler"),
    ],
)
def test_a_broken_contract_is_noticed(where: str, line: str, contract: str, tmp_path: Path) -> None:
    for package in PACKAGES:
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    (tmp_path / "jobs" / "heartbeat.py").touch()
    (tmp_path / "pyproject.toml").write_text(text(Path("pyproject.toml")))
    (tmp_path / where / "culprit.py").write_text(f"{line}\n")
    done = lint(tmp_path)
    assert done.returncode != 0
    assert contract in done.stdout.partition("Broken contracts")[2]
