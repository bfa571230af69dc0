"""A memory with room for a number of things, in two generations.

When the younger is full, the elder is dropped and they change places; what is asked for comes back into the
younger. So it never holds more than its room, and what is in use stays, whatever passes through.
"""

from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

Place = tuple[str, str]
"""Workspace and integration."""


class Placed(Protocol):
    @property
    def place(self) -> Place: ...


Thing = TypeVar("Thing", bound=Placed)


@dataclass(slots=True)
class _Generation(Generic[Thing]):
    things: dict[bytes, Thing] = field(default_factory=dict)
    keys: dict[Place, tuple[bytes, ...]] = field(default_factory=dict)

    def put(self, key: bytes, thing: Thing) -> None:
        if key not in self.things:
            self.keys[thing.place] = (*self.keys.get(thing.place, ()), key)
        self.things[key] = thing

    def drop(self, place: Place) -> None:
        for key in self.keys.pop(place, ()):
            self.things.pop(key, None)


class Generations(Generic[Thing]):
    def __init__(self, room: int) -> None:
        self._half = max(room // 2, 1)
        self._young: _Generation[Thing] = _Generation()
        self._old: _Generation[Thing] = _Generation()

    def __len__(self) -> int:
        return len(self._young.things) + len(self._old.things)

    def get(self, key: bytes) -> Thing | None:
        return self._young.things.get(key) or self._brought_back(key)

    def put(self, key: bytes, thing: Thing) -> None:
        if len(self._young.things) >= self._half:
            self._young, self._old = _Generation(), self._young
        self._young.put(key, thing)

    def drop(self, place: Place) -> None:
        """Everything of this place."""
        self._young.drop(place)
        self._old.drop(place)

    def clear(self) -> None:
        self._young, self._old = _Generation(), _Generation()

    def _brought_back(self, key: bytes) -> Thing | None:
        thing = self._old.things.get(key)
        if thing is not None:
            self.put(key, thing)
        return thing
