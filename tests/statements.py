"""What a database is asked: some things should be asked once, and others not at all."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from storage.database import Database


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """Those that are executed in the block, with all white space as one."""
    asked: list[str] = []

    def note(*given: str) -> None:
        asked.append(" ".join(given[2].split()))

    engine = database._connections._engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)
