"""What psycopg's errors say, without importing it: it costs a tenth of a start, also on SQLite."""

from typing import Protocol, TypeGuard, runtime_checkable


class _Diagnostic(Protocol):
    constraint_name: str | None
    column_name: str | None
    message_primary: str | None


@runtime_checkable
class PostgresError(Protocol):
    """The part of ``psycopg.Error`` that is read here."""

    sqlstate: str | None
    diag: _Diagnostic


def is_postgres(error: BaseException | None) -> TypeGuard[PostgresError]:
    return isinstance(error, PostgresError)
