"""What every test may ask for by name."""

import gc
from collections.abc import Iterable

import pytest
from hypothesis import settings

from tests.databases import (
    clock,
    database,
    database_url,
    empty_postgres_url,
    empty_sqlite_url,
    empty_url,
    new_postgres,
    new_sqlite,
    postgres,
    postgres_url,
    sqlite_database,
    sqlite_url,
)
from tests.loopback import only_loopback

__all__ = [
    "clock",
    "database",
    "database_url",
    "empty_postgres_url",
    "empty_sqlite_url",
    "empty_url",
    "new_postgres",
    "new_sqlite",
    "only_loopback",
    "postgres",
    "postgres_url",
    "sqlite_database",
    "sqlite_url",
]

settings.register_profile("latchkey", deadline=None)  # a machine that is busy is no finding
settings.load_profile("latchkey")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Whatever needs PostgreSQL is marked so: the quick tests do without."""
    for item in items:
        chosen = getattr(item, "callspec", None)
        kinds = chosen.params.values() if chosen is not None else ()
        if "postgres" in kinds or not {"postgres", "new_postgres"}.isdisjoint(
            getattr(item, "fixturenames", ())
        ):
            item.add_marker(pytest.mark.postgres)


def pytest_collection_finish() -> None:
    """What was collected stays: a collector that walks it again and again takes a fifth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
