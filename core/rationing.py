"""Not everything at once: of what is alike, so much is said on one day, and the rest on the days after."""

from dataclasses import dataclass

from core.ports import Reading, Transaction


@dataclass(frozen=True, slots=True)
class Ration:
    of: str
    """Whom it is for or what it is about, with the day; the same words are the same ration."""
    most: int

    async def has_room(self, reading: Reading, what: str) -> bool:
        """Whether that was not said yet, and may be said today."""
        return not await reading.was_said(what) and not await reading.was_said(self._name(self.most))

    async def takes(self, tx: Transaction, what: str) -> bool:
        """The same, and now it counts as said."""
        if not await self.has_room(tx, what):
            return False
        number = 1
        while not await tx.first_time(self._name(number)):
            number += 1
        return await tx.first_time(what)

    def _name(self, number: int) -> str:
        return f"{self.of}, {number} of {self.most}"
