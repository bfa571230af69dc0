"""The README and the tour say what is there: commands, files, settings, scopes, the app behind the link."""

import re
from itertools import chain
from pathlib import Path
from typing import Any, cast

import click
import pytest

from bot.desk import RESPOND
from bot.verbs import DEFAULT, VERBS
from cli.app import latchkey
from cli.manifest import USUAL_COMMAND, link, manifest
from core.known_settings import KNOWN
from tests.guards.source import ROOT, text, tracked

README = Path("README.md")
TOUR = Path("docs/try.md")
REMINDERS = Path("docs/reminders.md")
INCIDENTS = Path("docs/incidents.md")
BOTH = pytest.mark.parametrize("document", [README, TOUR], ids=str)


def table(document: Path, *titles: str) -> list[list[str]]:
    """The cells of the table with these titles, as they are written."""
    head = "".join(f"| {title} " for title in titles) + "|\n" + "|---" * len(titles) + "|\n"
    _, found, rest = text(document).partition(head)
    assert found, f"there is no table with {titles}"
    rows = rest.partition("\n\n")[0].splitlines()
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]


def links(document: Path) -> list[str]:
    """Where the text leads to, and which pictures it shows."""
    content = text(document)
    return [
        target
        for match in re.finditer(r"\]\(([^)]+)\)|(?:src|srcset|href)=\"([^\"]+)\"", content)
        for target in match.groups()
        if target
    ]


# --- commands


@BOTH
def test_every_make_target_that_is_named_exists(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", text(Path("Makefile")), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)\b(?=`|\s+#|$)", text(document), re.MULTILINE))
    assert "try" in named
    assert named - targets == set()


@BOTH
def test_every_operators_command_that_is_named_exists_with_its_options(document: Path) -> None:
    """`latchkey audit verify`, or `python -m cli audit verify` in the checkout."""
    named = re.findall(r"(?:latchkey|python -m cli) ([a-z]+[^`\n]*)", "\n".join(code_in(document)))
    assert named
    for words in named:
        assert_known(latchkey, words.split())


def code_in(document: Path) -> list[str]:
    """Only what is marked as something to type, so that prose may go on as it likes."""
    found = re.findall(r"```\n(.*?)```|`([^`\n]+)`", text(document), re.DOTALL)
    return [block or inline for block, inline in found]


def assert_known(group: click.Group, words: list[str]) -> None:
    context = click.Context(group)
    command = group.get_command(context, words[0])
    assert command is not None, f"there is no {words[0]!r}"
    if isinstance(command, click.Group) and len(words) > 1:
        assert_known(command, words[1:])
        return
    options = set(chain.from_iterable(option.opts for option in command.params))
    assert {word for word in words if word.startswith("--")} <= options


def test_the_first_command_is_the_one_that_needs_nothing() -> None:
    typed = re.findall(r"```\n(.*?)\n", text(README))
    assert typed[0] == "make try"


def test_the_table_of_what_can_be_typed_is_the_dispatchers() -> None:
    rows = table(README, "Command", "What it does")
    expected = [
        [f"`{' '.join(filter(None, [USUAL_COMMAND, verb.word, verb.usage]))}`", verb.summary]
        for verb in VERBS.values()
    ]
    assert rows == expected


def test_what_the_command_does_by_itself_is_said() -> None:
    assert f"`{USUAL_COMMAND}` by itself is the {DEFAULT}" in text(README)


@BOTH
def test_every_slash_command_that_is_named_is_understood(document: Path) -> None:
    for command, verb in re.findall(r"`(/[a-z_]+)(?: ([a-z]+))?[^`]*`", text(document)):
        assert command in {USUAL_COMMAND, RESPOND}
        assert command == RESPOND or not verb or verb in VERBS


# --- files and settings


@BOTH
def test_every_link_leads_somewhere(document: Path) -> None:
    here = (ROOT / document).parent
    local = [target.partition("#")[0] for target in links(document) if "://" not in target]
    assert local
    assert [target for target in local if not (here / target).exists()] == []


@BOTH
def test_every_setting_that_is_named_is_known(document: Path) -> None:
    named = set(re.findall(r"\b(?:LATCHKEY|SLACK|DATABASE)_[A-Z_]+[A-Z]\b", text(document)))
    assert named
    assert {name.removesuffix("_FILE") for name in named} - {setting.name for setting in KNOWN} == set()


def test_every_folder_of_code_is_in_the_table_of_where_to_look() -> None:
    cells = chain.from_iterable(table(README, "Folder", "What is there"))
    named = set(re.findall(r"\[(\w+)/\]", " ".join(cells)))
    assert {path.parts[0] for path in tracked() if path.suffix == ".py"} <= named


def test_every_picture_is_shown_by_day_and_by_night_with_words_for_who_cannot_see_it() -> None:
    pages = "".join(text(page) for page in (README, TOUR, REMINDERS, INCIDENTS))
    for picture in sorted((ROOT / "docs" / "pictures").glob("*-light.png")):
        name = picture.name.removesuffix("-light.png")
        shown = re.search(
            rf"srcset=\"\S*{name}-dark\.png\">\s*<img src=\"\S*{name}-light\.png\"[^>]*>", pages
        )
        assert shown, f"{name} is not shown"
        assert re.search(r'alt="[^"]{10,}"', shown[0])


def test_the_pictures_stay_small() -> None:
    sizes = [path.stat().st_size for path in (ROOT / "docs" / "pictures").iterdir()]
    assert sum(sizes) / len(sizes) < 60_000


# --- Slack


def test_the_link_makes_the_app_of_the_manifest() -> None:
    assert [target for target in links(README) if "api.slack.com" in target] == [link(manifest())]


def test_the_scopes_are_those_of_the_manifest_each_with_a_reason() -> None:
    rows = table(README, "Scope", "For")
    bot = cast(list[Any], manifest()["oauth_config"]["scopes"]["bot"])
    assert [scope for scope, _ in rows] == [f"`{scope}`" for scope in bot]
    assert all(reason for _, reason in rows)
