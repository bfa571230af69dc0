"""Freshness on SQLite: the file is asked on every request whether anybody has committed to it.

`PRAGMA data_version` on a connection of its own, which never writes, changes with every commit of any other
connection, in this process and in others. See docs/decisions/0008-freshness.md.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import structlog

from storage.following import CHANGED, GATEWAYS, MOST, NOW, Following, Stand

SAME_FILE_EVERY = 1.0
"""Seconds after which the file is looked at again: a connection would go on reading one that was removed."""
PATIENCE = 0.05
"""Seconds to wait for a lock. Readers need none, except while the log is recovered or folded."""

log = structlog.get_logger(__name__)


class FileFreshness(Following):
    def __init__(self, path: Path, elapsed: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self._path = path
        self._elapsed = elapsed
        self._connection: sqlite3.Connection | None = None
        self._version = -1
        self._inode = 0
        self._is_same_file = True
        self._look_at = 0.0

    async def start(self) -> None:
        address = f"{self._path.as_uri()}?mode=ro"
        self._connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=PATIENCE)
        self._inode = self._path.stat().st_ino
        self.fresh()

    async def stop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def fresh(self) -> bool:
        connection = self._connection
        if connection is None:
            return False
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
