"""One line of the doctor's report."""

from dataclasses import asdict, dataclass
from enum import StrEnum


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    level: Level
    about: str
    """A short stable name, for machines."""
    sentence: str
    """What is so, and, unless that is well, what to do."""

    def plain(self) -> dict[str, str]:
        return asdict(self)


def ok(about: str, sentence: str) -> Finding:
    return Finding(Level.OK, about, sentence)


def warning(about: str, sentence: str) -> Finding:
    return Finding(Level.WARNING, about, sentence)


def problem(about: str, sentence: str) -> Finding:
    return Finding(Level.PROBLEM, about, sentence)
