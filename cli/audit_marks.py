"""How far each workspace's audit record had come, kept in a small file beside the database.

The record is a chain, but a chain does not show that its end was cut: this file does. It only moves forward.
"""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from cli.problems import Cannot
from core.audit import Head

NAME = "audit-heads.json"
OURS_ALONE = 0o600


class AuditMarks:
    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME

    def known(self) -> Sequence[Head]:
        """Raises `Cannot` if the file was spoilt."""
        try:
            marks = json.loads(self._path.read_text(encoding="utf-8"))
            return [
                Head(tenant, int(mark["sequence"]), bytes.fromhex(mark["link"]))
                for tenant, mark in marks.items()
            ]
        except FileNotFoundError:
            return []
        except (ValueError, TypeError, KeyError, AttributeError):
            raise Cannot(f"{self._path} was spoilt: it is no list of audit heads.") from None

    def advance(self, heads: Sequence[Head]) -> None:
        known = {mark.tenant: mark for mark in self.known()}
        moved = {head.tenant: head for head in heads if _is_ahead(head, known.get(head.tenant))}
        if moved:
            self._write({**known, **moved})

    def _write(self, marks: Mapping[str, Head]) -> None:
        """The new file takes the old one's place at once: a crash leaves one of the two, whole."""
        plain = {mark.tenant: {"sequence": mark.sequence, "link": mark.link.hex()} for mark in marks.values()}
        new = self._path.with_suffix(".new")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OURS_ALONE), "w") as file:
            file.write(json.dumps(plain, indent=1) + "\n")
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._path)


def _is_ahead(head: Head, mark: Head | None) -> bool:
    return head.sequence > (mark.sequence if mark else 0)
