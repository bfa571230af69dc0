"""SQLite's own bell: the head of the index to its log, shared by all processes that have the file open.

Whoever commits writes the head anew before the commit returns, and others see a commit only by it. So as long
as it is the same, nobody has committed: a look at 48 bytes instead of a question. Processes with different
versions of SQLite share this index, so its form is settled; its documentation calls it the WAL-index header.
"""

import mmap
import os
import struct
from pathlib import Path
from typing import Self

HEAD = 48
_VERSION, _INITIALISED, _AT = 3007000, 1, 12
_KEPT: list[tuple[int, mmap.mmap]] = []
"""Descriptors of this process that may not be closed yet.

With any descriptor of a file, a process gives up all its locks on that file. SQLite's locks on this one keep
other processes from emptying it under us. Once the file is removed, nothing is left to be locked.
"""


class LogIndex:
    """Read it only while a connection to the database is open, which keeps the index in its place."""

    def __init__(self, shared: mmap.mmap) -> None:
        self._shared = shared

    @classmethod
    def of(cls, database: Path) -> Self:
        """Of a database that has been read. Raises `OSError`, or `ValueError` where there is nothing yet."""
        _close_removed()
        number = os.open(f"{database.resolve()}-shm", os.O_RDONLY)
        shared = mmap.mmap(number, HEAD, prot=mmap.PROT_READ)
        _KEPT.append((number, shared))
        return cls(shared)

    def head(self) -> bytes:
        """Different after each commit."""
        return self._shared[:HEAD]

    def is_familiar(self) -> bool:
        """Whether its form is the one that is known here."""
        (version,) = struct.unpack_from("=I", self._shared)
        return version == _VERSION and self._shared[_AT] == _INITIALISED


def _close_removed() -> None:
    for number, shared in [each for each in _KEPT if not os.fstat(each[0]).st_nlink]:
        _KEPT.remove((number, shared))
        shared.close()
        os.close(number)
