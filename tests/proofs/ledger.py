"""What the database holds, read by plain SQL: the proofs do not ask the product what it did."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Row, create_engine, text

from storage.engine import address

OF_CHANGES = "SELECT count(*) AS number FROM audit WHERE event NOT LIKE 'incident:%'"


@dataclass(frozen=True)
class Standing:
    """How an integration stands."""

    generation: int
    """0 while there is none."""
    records: int
    """Audit entries about changes of it. What becomes of an incident is there, too, and changes nothing."""
    states: Counter[str]
    """How many tokens it has in each state."""

    @property
    def alive(self) -> Counter[str]:
        return Counter({state: number for state, number in self.states.items() if state != "dead"})


class Ledger:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def standing(self, name: str) -> Standing:
        found = self.rows("SELECT id, generation FROM integrations WHERE name = :name", name=name)
        if not found:
            return Standing(0, 0, Counter())
        of_it = {"id": found[0].id}
        records = self.rows(f"{OF_CHANGES} AND subject = :id", **of_it)[0].number
        tokens = self.rows("SELECT state FROM tokens WHERE integration_id = :id", **of_it)
        return Standing(found[0].generation, records, Counter(row.state for row in tokens))

    def changes(self) -> tuple[int, int]:
        """The epoch, which counts changes, and the number of audit entries: they move together."""
        epoch = self.rows("SELECT value FROM epoch")[0].value
        return epoch, self.rows(OF_CHANGES)[0].number

    def rows(self, sql: str, **values: Any) -> list[Row[Any]]:
        with self._engine.connect() as connection:
            return list(connection.execute(text(sql), values))

    def run(self, sql: str, **values: Any) -> None:
        with self._writing() as connection:
            connection.execute(text(sql), values)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            yield connection


@contextmanager
def ledger_at(url: str) -> Iterator[Ledger]:
    asynchronous = address(url)
    plain = asynchronous.set(drivername=asynchronous.drivername.replace("+aiosqlite", ""))
    engine = create_engine(plain)
    try:
        yield Ledger(engine)
    finally:
        engine.dispose()
