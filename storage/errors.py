"""What a driver raises, in words that carry no values.

PostgreSQL repeats the values of a row in its DETAIL. None of that may reach a log, so the original exception,
which Python keeps as the context of the new one, is emptied.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError

from core.refusals import BadField, StorageBusy, StorageFull
from storage.postgres_errors import is_postgres

# A file that has reached its size limit, or a disk its quota, shows as an error of writing; where not even
# the index of the log finds room, of its size.
_FULL = {"SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE", "53100"}
_BUSY = {"SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT", "55P03", "40P01", "40001"}
_NAME_TAKEN = {
    "integrations_live_name",
    "UNIQUE constraint failed: integrations.tenant, integrations.name_key",
}
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
    try:
        yield
    except DBAPIError as error:
        failure = _translated(error)
        _empty(error)
        raise failure from None


@contextmanager
def name_is_free(name: str) -> Iterator[None]:
    """Inside, a second integration of the same name is refused with a sentence."""
    try:
        with scrubbed():
            yield
    except Conflict as conflict:
        if conflict.constraint not in _NAME_TAKEN:
            raise
        raise BadField("name", f"There is already an integration called “{name}”.") from None


def _translated(error: DBAPIError) -> Exception:
    code = _code(error.orig)
    if code in _FULL:
        return StorageFull()
    if code in _BUSY:
        return StorageBusy()
    if isinstance(error, IntegrityError):
        return Conflict(code, _constraint(error.orig))
    return DatabaseFailed(code, _message(error.orig))


def _empty(error: DBAPIError) -> None:
    error.args, error.detail = ("scrubbed",), []
    error.orig = error.params = error.statement = None
    error.__cause__ = error.__context__ = None


def _code(original: BaseException | None) -> str:
    if is_postgres(original):
        return original.sqlstate or type(original).__name__
    if isinstance(original, sqlite3.Error):
        return getattr(original, "sqlite_errorname", type(original).__name__)
    return type(original).__name__


def _constraint(original: BaseException | None) -> str:
    if is_postgres(original):
        return original.diag.constraint_name or original.diag.column_name or ""
    return str(original)


def _message(original: BaseException | None) -> str:
    if not is_postgres(original):
        return str(original)
    if (original.sqlstate or "").startswith(_REPEATS_VALUES):
        return ""
    return original.diag.message_primary or str(original).splitlines()[0]
