"""What a driver raises, in words that carry no values.

PostgreSQL repeats the values of a row in its DETAIL. None of that may reach a log, so nothing of the original
exception survives here: not as a cause, not as a context.
"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import Error as PostgresError
from sqlalchemy.exc import DBAPIError, IntegrityError

from core.refusals import BadField, StorageBusy, StorageFull

_FULL = {"SQLITE_FULL", "53100"}
_NO_ROOM_PERHAPS = {"SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC", "SQLITE_IOERR_TRUNCATE", "58030"}
_BUSY = {"SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT", "55P03", "40P01", "40001"}
# Classes of SQLSTATE whose messages repeat what was sent: data exceptions.
_REPEATS_VALUES = "22"


class DatabaseFailed(Exception):  # noqa: N818 - "failed" says it
    """The database did not do what it was asked. `code` is SQLite's name or PostgreSQL's SQLSTATE."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(f"{code}: {message}" if message else code)


class Conflict(DatabaseFailed):
    """A constraint stood in the way; `constraint` says which."""

    def __init__(self, code: str, constraint: str) -> None:
        self.constraint = constraint
        super().__init__(code, constraint)


@contextmanager
def scrubbed() -> Iterator[None]:
    """Replace whatever the driver raises inside."""
    failure: Exception | None = None
    try:
        yield
    except DBAPIError as error:
        failure = _translated(error)
    # Raised out here so that the original is not even the context of the new one.
    if failure is not None:
        raise failure


@contextmanager
def name_is_free(name: str) -> Iterator[None]:
    """Inside, a second integration of the same name is refused with a sentence."""
    taken = False
    try:
        with scrubbed():
            yield
    except Conflict as conflict:
        if "live_name" not in conflict.constraint and "name_key" not in conflict.constraint:
            raise
        taken = True
    if taken:
        raise BadField("name", f"There is already an integration called “{name}”.")


def _translated(error: DBAPIError) -> Exception:
    code = _code(error.orig)
    if code in _FULL or (code in _NO_ROOM_PERHAPS):
        return StorageFull()
    if code in _BUSY:
        return StorageBusy()
    if isinstance(error, IntegrityError):
        return Conflict(code, _constraint(error.orig))
    return DatabaseFailed(code, _message(error.orig))


def _code(original: BaseException | None) -> str:
    if isinstance(original, PostgresError):
        return original.sqlstate or type(original).__name__
    if isinstance(original, sqlite3.Error):
        return getattr(original, "sqlite_errorname", type(original).__name__)
    if isinstance(original, OSError) and original.errno == errno.ENOSPC:
        return "SQLITE_FULL"
    return type(original).__name__


def _constraint(original: BaseException | None) -> str:
    if isinstance(original, PostgresError):
        return original.diag.constraint_name or original.diag.column_name or ""
    return str(original)


def _message(original: BaseException | None) -> str:
    if not isinstance(original, PostgresError):
        return str(original)
    if (original.sqlstate or "").startswith(_REPEATS_VALUES):
        return ""
    return original.diag.message_primary or str(original).splitlines()[0]
