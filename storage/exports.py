"""An export of the record, read back, to bring a restored database up to date."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Any

from core.audit import Entry, Event, Head
from storage.audit import heads_in


class BadExport(ValueError):  # noqa: N818 - says what it is
    """It is no whole export."""


@dataclass(frozen=True, slots=True)
class Export:
    entries: dict[str, list[Entry]]
    """By workspace, from the first one on."""
    heads: Sequence[Head]
    epoch: int
    """How many changes there were when it was made."""


def read_export(lines: Iterable[str]) -> Export:
    """Raises `BadExport` unless the last line fits the entries before it."""
    found: dict[str, list[Entry]] = {}
    last = ""
    for line in lines:
        if last:
            entry = _entry(last)
            found.setdefault(entry.tenant, []).append(entry)
        last = line
    heads, epoch = _end(last)
    for head in heads:
        entries = found.get(head.tenant, [])
        if [entry.sequence for entry in entries] != list(range(1, head.sequence + 1)):
            raise BadExport(f"entries of {head.tenant} are missing")
        if entries and not compare_digest(entries[-1].link, head.link):
            raise BadExport(f"the record of {head.tenant} does not end as the last line says")
    return Export(found, heads, epoch)


def _end(line: str) -> tuple[list[Head], int]:
    try:
        return heads_in(line), int(json.loads(line)["epoch"])
    except (ValueError, KeyError, TypeError) as error:
        raise BadExport("its last line holds no heads") from error


def _entry(line: str) -> Entry:
    try:
        told: dict[str, Any] = json.loads(line)
        changed = {
            "at": datetime.fromisoformat(told["at"]),
            "event": Event(told["event"]),
            "link": bytes.fromhex(told["link"]),
        }
        return Entry(**{**told, **changed})
    except (ValueError, KeyError, TypeError) as error:
        raise BadExport("a line is no entry of the record") from error
