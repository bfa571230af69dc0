"""What will be said if nobody does anything."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from core.reminders.audience import Office, Reader
from core.reminders.decision import Later, Reached, Waiting, decide
from core.reminders.stages import after


@dataclass(frozen=True, slots=True)
class Foretold:
    at: datetime
    waiting: Waiting
    reached: Reached
    reader: Reader


def forecast(waiting: Waiting, office: Office, now: datetime, until: datetime) -> Iterator[Foretold]:
    """To each reader, as it will come."""
    at = now
    while at <= until:
        decided = decide(waiting, office.zone_of(waiting), at)
        if isinstance(decided, Later):
            at = decided.at
            continue
        for reader in office.readers(waiting, decided):
            yield Foretold(reader.hears(waiting, decided, at), waiting, decided, reader)
        waiting = replace(waiting, stage=after(decided.latest), snoozed_until=None)
