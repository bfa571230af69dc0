"""How far each workspace's audit record had come, kept in a small file beside the database.

The record is a chain, but a chain does not show that its end was cut: this file does. It only moves forward,
until an operator has replayed what a restored backup had lost.
"""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from cli.epoch_mark import EpochMark
from cli.problems import Cannot
from core.audit import Head

NAME = "audit-heads.json"
BEFORE = "audit-heads.before-replay.json"
OURS_ALONE = 0o600


class AuditMarks:
    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._epoch = EpochMark(folder)

    def known(self) -> Sequence[Head]:
        """Raises `Cannot` if the file was spoilt."""
        return [head for _, head in self.noted()]

    def noted(self) -> Sequence[tuple[int, Head]]:
        """Each head with the epoch at which it was noted. Raises `Cannot` if the file was spoilt."""
        try:
            marks = json.loads(self._path.read_text(encoding="utf-8"))
            return [
                (
                    int(mark.get("epoch", 0)),
                    Head(tenant, int(mark["sequence"]), bytes.fromhex(mark["link"])),
                )
                for tenant, mark in marks.items()
            ]
        except FileNotFoundError:
            return []
        except (ValueError, TypeError, KeyError, AttributeError):
            raise Cannot(f"{self._path} was spoilt: it is no list of audit heads.") from None

    def advance(self, heads: Sequence[Head]) -> None:
        known, epoch = {head.tenant: (noted, head) for noted, head in self.noted()}, self._epoch.known()
        moved = {
            head.tenant: (epoch, head)
            for head in heads
            if head.sequence > (known[head.tenant][1].sequence if head.tenant in known else 0)
        }
        if moved:
            self._write({**known, **moved})

    def start_anew(self, heads: Sequence[Head]) -> None:
        """After a replay: the heads of the past that was lost are kept beside, as evidence."""
        if self._path.exists():
            self._path.replace(self._path.with_name(BEFORE))
        self.advance(heads)

    def _write(self, marks: Mapping[str, tuple[int, Head]]) -> None:
        """The new file takes the old one's place at once: a crash leaves one of the two, whole."""
        plain = {
            tenant: {"sequence": head.sequence, "link": head.link.hex(), "epoch": epoch}
            for tenant, (epoch, head) in marks.items()
        }
        new = self._path.with_suffix(".new")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OURS_ALONE), "w") as file:
            file.write(json.dumps(plain, indent=1) + "\n")
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._path)
