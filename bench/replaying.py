"""The same statements once more, by the bare driver: what a database takes without anything around it."""

import sqlite3
from collections.abc import Sequence
from time import perf_counter
from types import TracebackType
from typing import Any, NamedTuple, Self

import psycopg
from sqlalchemy import URL, event

from storage.database import Database
from storage.engine import file_of, is_sqlite


class Statement(NamedTuple):
    sql: str
    parameters: Any
    many: bool


COMMIT = Statement("COMMIT", (), many=False)


class Recording:
    """What is executed while the block runs."""

    def __init__(self, database: Database) -> None:
        self._engine = database._connections._engine.sync_engine  # noqa: SLF001 - nobody else needs it
        self.statements: list[Statement] = []

    def __enter__(self) -> Self:
        event.listen(self._engine, "before_cursor_execute", self._executed)
        event.listen(self._engine, "commit", self._committed)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        event.remove(self._engine, "before_cursor_execute", self._executed)
        event.remove(self._engine, "commit", self._committed)

    def _executed(self, _connection: Any, _cursor: Any, sql: str, parameters: Any, *others: Any) -> None:  # noqa: ANN401 - the library's signature
        self.statements.append(Statement(sql, parameters, many=bool(others[-1])))

    def _committed(self, _connection: Any) -> None:  # noqa: ANN401 - the library's signature
        self.statements.append(COMMIT)


def replayed(url: URL, statements: Sequence[Statement]) -> float:
    """Seconds."""
    if is_sqlite(url):
        connection: Any = sqlite3.connect(file_of(url), isolation_level=None)
        connection.execute("PRAGMA synchronous=FULL")
    else:
        connection = psycopg.connect(_plain(url), prepare_threshold=None)
    begun = perf_counter()
    cursor = connection.cursor()
    for statement in statements:
        _run(connection, cursor, statement)
    seconds = perf_counter() - begun
    connection.close()
    return seconds


def _plain(url: URL) -> str:
    """As psycopg reads it."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _run(connection: Any, cursor: Any, statement: Statement) -> None:  # noqa: ANN401 - of either driver
    if statement is COMMIT:
        connection.commit()
        return
    (cursor.executemany if statement.many else cursor.execute)(statement.sql, statement.parameters)
    if cursor.description is not None:
        cursor.fetchall()
