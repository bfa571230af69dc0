"""The sabotages, as they stand in the tables beside this file: one table for each package."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


class Outdated(Exception):  # noqa: N818 - says what became of the sabotage
    """The code has moved on: the text that a sabotage replaces is not there exactly once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sabotage:
    name: str
    """What to type after ONLY=."""
    broken: str
    """What is broken, in a sentence."""
    promise: str
    """Which promise that breaks: a letter of the README's list, or a word or two."""
    file: Path
    old: str
    new: str
    tests: tuple[str, ...]
    """Those that are expected to notice, as pytest takes them."""

    @property
    def area(self) -> str:
        return self.file.parts[0]

    def applied(self, text: str) -> str:
        """The file's text, sabotaged. Raises `Outdated`."""
        found = text.count(self.old)
        if found != 1:
            raise Outdated(f"{self.name}: {self.file} has its old text {found} times, not once")
        return text.replace(self.old, self.new)


def read(folder: Path = HERE) -> list[Sabotage]:
    """All of them, package by package."""
    tables = [tomllib.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))]
    return [_sabotage(name, entry) for table in tables for name, entry in table.items()]


def _sabotage(name: str, entry: Mapping[str, Any]) -> Sabotage:
    return Sabotage(
        **{**entry, "name": name, "file": Path(entry["file"]), "tests": tuple(entry["tests"])},
    )
