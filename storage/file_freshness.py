"""Freshness on SQLite: on every request a look whether anybody has committed to the file.

`PRAGMA data_version` on a connection of its own, which never writes, changes with every commit of any other
connection, in this process and in others. It is asked when the head of the log's index has changed, and now
and then. See docs/decisions/0008-freshness.md.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import structlog

from storage.following import CHANGED, GATEWAYS, MOST, NOW, Following, Stand
from storage.log_index import LogIndex

SAME_FILE_EVERY = 1.0
"""Seconds after which the file is asked in any case, and looked at: it may have been removed."""
PATIENCE = 0.05
"""Seconds to wait for a lock. Readers need none, except while the log is recovered or folded."""

log = structlog.get_logger(__name__)


class FileFreshness(Following):
    def __init__(self, path: Path, elapsed: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self._path = path
        self._elapsed = elapsed
        self._connection: sqlite3.Connection | None = None
        self._index: LogIndex | None = None
        """None where it cannot be looked at: then the file is asked each time."""
        self._head: bytes | None = None
        self._version = -1
        self._inode = 0
        self._is_same_file = True
        self._look_at = 0.0

    async def start(self) -> None:
        address = f"{self._path.as_uri()}?mode=ro"
        self._connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=PATIENCE)
        self._inode = self._path.stat().st_ino
        self.fresh()
        self._index = self._index_of_the_log()

    async def stop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def fresh(self) -> bool:
        connection = self._connection
        if connection is None:
            return False
        # Before the question: a commit that comes after it changes the head once more.
        head = self._index.head() if self._index is not None else None
        if head is not None and head == self._head and self._elapsed() < self._look_at:
            return True
        fresh = self._ask(connection)
        self._head = head if fresh else None
        return fresh

    def _ask(self, connection: sqlite3.Connection) -> bool:
        try:
            (version,) = connection.execute("PRAGMA data_version").fetchone()
            if version != self._version:
                self._catch_up(connection)
                self._version = version
            if self._elapsed() >= self._look_at:
                self._look_again()
        except (sqlite3.Error, OSError) as problem:
            log.warning("freshness_unknown", kind=type(problem).__name__)
            return False
        return self._is_same_file and not self.sealed

    def _index_of_the_log(self) -> LogIndex | None:
        try:
            index = LogIndex.of(self._path)
        except (OSError, ValueError) as problem:
            log.info("asks_the_file_each_time", kind=type(problem).__name__)
            return None
        return index if index.is_familiar() else None

    def _catch_up(self, connection: sqlite3.Connection) -> None:
        epoch, ring, sealed = connection.execute(NOW).fetchone()
        stand, since = Stand(epoch, ring, bool(sealed)), self.since
        if not self.is_news(stand):
            return
        query = CHANGED.format(since="?", limit=MOST + 1)
        integrations = connection.execute(query, (since,)).fetchall()
        (gateways,) = connection.execute(GATEWAYS.format(since="?"), (since,)).fetchone()
        self.took_in(stand, integrations, gateways=bool(gateways))

    def _look_again(self) -> None:
        """Once it is another file, it never is the same again: the process has to be started anew."""
        self._is_same_file = self._is_same_file and self._path.stat().st_ino == self._inode
        self._look_at = self._elapsed() + SAME_FILE_EVERY
