"""The operator's guide says what the program says."""

import re
from pathlib import Path

import pytest

from cli.app import COMMANDS
from core.known_settings import KNOWN
from tests.cli.processes import ROOT

GUIDE = (ROOT / "docs" / "operating.md").read_text()
SAYING = ("bot", "cli", "core", "storage")
SOURCES = "\n".join(path.read_text() for package in SAYING for path in Path(ROOT, package).rglob("*.py"))


def _section(title: str) -> str:
    return GUIDE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def test_the_table_of_settings_is_that_of_the_program() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*) \| (.*) \|$", _section("Settings"), re.MULTILINE)
    assert rows == [(each.name, each.about, f"`{each.default}`" if each.default else "") for each in KNOWN]


def test_every_command_is_explained() -> None:
    assert {name for name in COMMANDS if f"latchkey {name}" not in GUIDE} <= {"try"}


@pytest.mark.parametrize("row", re.findall(r"^\| (`\w+:`.*?) \| ", _section("Troubleshooting"), re.MULTILINE))
def test_what_it_says_the_doctor_says_is_what_the_doctor_says(row: str) -> None:
    about, *sentences = re.findall(r"`([^`]+)`", row)
    assert f'"{about.rstrip(":")}"' in SOURCES
    for sentence in sentences:
        assert sentence.removesuffix(" …") in SOURCES


@pytest.mark.parametrize("figure", re.findall(r"`(latchkey_\w+)", GUIDE))
def test_every_figure_is_there(figure: str) -> None:
    assert figure.removesuffix("_total") in (ROOT / "api" / "metrics.py").read_text()
