"""How many changes the database has seen, kept in a small file in the data folder.

A database with fewer was restored from a backup, or lost its end: it has forgotten revocations. The file
moves forward with every commit. Nobody waits until it is on the disk: a power cut undoes no commit either.
"""

import fcntl
import os
from pathlib import Path

import structlog

from cli.problems import Cannot

NAME = "epoch-mark"
OURS_ALONE = 0o600
WIDTH = 20

log = structlog.get_logger(__name__)


class EpochMark:
    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME

    def known(self) -> int:
        """Raises `Cannot` if the file was spoilt."""
        try:
            return int(self._path.read_text(encoding="ascii") or 0)
        except FileNotFoundError:
            return 0
        except ValueError:
            raise Cannot(f"{self._path} was spoilt: it is no number.") from None

    def advance(self, epoch: int) -> None:
        """Forward, never back, whatever others do. The change has happened, so this is no reason to fail."""
        try:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT, OURS_ALONE)
            try:
                fcntl.flock(file, fcntl.LOCK_EX)
                if int(os.pread(file, WIDTH, 0) or 0) < epoch:
                    os.pwrite(file, b"%0*d\n" % (WIDTH, epoch), 0)
            finally:
                os.close(file)
        except (OSError, ValueError) as problem:
            log.error("epoch_mark_not_written", kind=type(problem).__name__)  # noqa: TRY400 - no traceback needed
