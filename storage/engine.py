"""Connections to the database: what is set on each, and how SQLite takes its locks.

See docs/decisions/0002-sqlite-locking.md.
"""

import logging
import os
from pathlib import Path

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.problems import BadUrl, NetworkFolder, Unreachable

# Prepared statements do not survive PgBouncer's transaction mode. A server that is cut off is given up after
# five seconds, also in the middle of a connection.
POSTGRES = {"prepare_threshold": None, "connect_timeout": 5, "tcp_user_timeout": 5000}
BUSY = 5000
"""Milliseconds to wait for a lock, on both databases, before the caller hears "busy"."""
WRITES = {"latchkey_writes": True}
"""Execution option of a connection that is going to write."""
SNAPSHOT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY}")
_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "fuse.sshfs", "fuse.glusterfs", "lustre"}


def address(url: str) -> URL:
    """The address with its driver. Raises `BadUrl`."""
    try:
        made = make_url(url)
    except ArgumentError:
        raise BadUrl(url.partition(":")[0]) from None
    scheme = made.drivername.partition("+")[0]
    if scheme == "sqlite" and made.database not in {None, "", ":memory:"}:
        return made.set(drivername="sqlite+aiosqlite")
    if scheme in {"postgresql", "postgres"}:
        return made.set(drivername="postgresql+psycopg")
    raise BadUrl(made.drivername)


def connect(url: URL) -> AsyncEngine:
    """An engine, not yet connected. Raises `NetworkFolder` or `Unreachable`."""
    if is_sqlite(url):
        return _sqlite(url)
    return create_async_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,
        connect_args=POSTGRES,
    )


def is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def file_of(url: URL) -> Path:
    return Path(url.database or "").absolute()


def _sqlite(url: URL) -> AsyncEngine:
    path = file_of(url)
    kind = file_system(path.parent)
    if kind in _NETWORK:
        raise NetworkFolder(str(path), kind)
    logging.getLogger("aiosqlite").addFilter(_no_debug)
    _make(path)
    engine = create_async_engine(url.set(database=str(path)), hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _on_connect)
    event.listen(engine.sync_engine, "begin", _on_begin)
    return engine


def _make(path: Path) -> None:
    """An empty file if there is none. Nobody else may read it, nor what SQLite puts beside it.

    Also finds out, better than the driver would, whether it can be opened at all.
    """
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise Unreachable(f"{path}: {error.strerror}.") from None


def _no_debug(record: logging.LogRecord) -> bool:
    """At DEBUG this driver prints every value that is bound, which `hide_parameters` knows nothing of."""
    return record.levelno > logging.DEBUG


def _on_connect(connection: DBAPIConnection, _record: object) -> None:
    # The driver's own transactions begin too late and lose updates; ours begin in `_on_begin`.
    try:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
    except BaseException:
        # The pool forgets a connection that could not be prepared, and its thread would stay.
        connection.close()
        raise


def _on_begin(connection: Connection) -> None:
    # A reader that turns writer gets "database is locked" at once, whatever the time-out; so writers say so.
    writes = connection.get_execution_options().get("latchkey_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def file_system(folder: Path, mounts: Path = Path("/proc/self/mountinfo")) -> str:
    """The kind of file system `folder` is on; empty where the system does not say."""
    try:
        lines = mounts.read_text().splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    for line in lines:
        left, _, right = line.partition(" - ")
        point = left.split()[4].replace("\\040", " ")
        if folder.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, right.split()[0]
    return kind
