"""A document as headings, paragraphs, lists and tables: what it says, not how it looks."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Part = Heading | Paragraph | Bullets | Table


@dataclass(frozen=True, slots=True)
class Document:
    title: str
    parts: tuple[Part, ...]


def instant(at: datetime | None, unknown: str = "not known") -> str:
    """Files have no reader whose time zone could be asked for."""
    return f"{at:%Y-%m-%d %H:%M:%S} UTC" if at is not None else unknown


def span(length: timedelta | None, unknown: str = "not known") -> str:
    """“2 h 5 min”: the two largest units."""
    if length is None:
        return unknown
    seconds = int(length.total_seconds())
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    units = ((days, "d"), (hours, "h"), (minutes, "min"), (seconds % 60, "s"))
    first = next((index for index, (number, _) in enumerate(units) if number), len(units) - 1)
    return " ".join(f"{number} {unit}" for number, unit in units[first : first + 2] if number) or "0 s"
