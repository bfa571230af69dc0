"""What every test may ask for by name."""

from tests.databases import (
    clock,
    database,
    database_url,
    new_postgres,
    new_sqlite,
    postgres,
    postgres_url,
    sqlite_url,
)

__all__ = [
    "clock",
    "database",
    "database_url",
    "new_postgres",
    "new_sqlite",
    "postgres",
    "postgres_url",
    "sqlite_url",
]
