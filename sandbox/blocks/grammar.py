"""The small language the shapes are written in, and its interpreter.

A kind says what is wrong with a value by adding findings. The words are Slack's own where they are known.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from sandbox.blocks.limits import LIMITS, Limit
from sandbox.blocks.problem import Finding

Findings = list[Finding]
Json = Mapping[str, Any]

Rule = Callable[[Json], Iterable[Finding]]
"""What one key says about another. Asked only of well-formed objects, so a rule need not defend itself.
Its pointers start at the object."""


class Kind(ABC):
    @abstractmethod
    def check(self, value: object, at: str, found: Findings) -> None:
        """Add what is wrong with the value, which stands at this pointer."""


class Flag(Kind):
    def check(self, value: object, at: str, found: Findings) -> None:
        if not isinstance(value, bool):
            found.append(Finding(at, "must provide a boolean"))


class Number(Kind):
    def check(self, value: object, at: str, found: Findings) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            found.append(Finding(at, "must provide a number"))


class Whole(Kind):
    def __init__(self, limit: str) -> None:
        self.limit = LIMITS[limit]

    def check(self, value: object, at: str, found: Findings) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            found.append(Finding(at, "must provide a whole number"))
        elif value < self.limit.least:
            found.append(Finding(at, f"must be at least {self.limit.least}"))
        elif value > self.limit.most:
            found.append(Finding(at, f"must be at most {self.limit.most}"))


class OneOf(Kind):
    def __init__(self, *choices: str | int) -> None:
        self.choices = choices

    def check(self, value: object, at: str, found: Findings) -> None:
        if value not in self.choices:
            known = ", ".join(map(str, self.choices))
            found.append(Finding(at, f"must be one of: {known}"))


class Text(Kind):
    """A string. Slack does not say what it counts; we count characters unless told otherwise."""

    def __init__(
        self,
        limit: str = "free",
        *,
        count: Callable[[str], int] = len,
        form: Callable[[str], object] | None = None,
        like: str = "",
    ) -> None:
        self.limit, self.count, self.form, self.like = LIMITS[limit], count, form, like

    def check(self, value: object, at: str, found: Findings) -> None:
        if not isinstance(value, str):
            found.append(Finding(at, "must provide a string"))
            return
        size, limit = self.count(value), self.limit
        if size < limit.least:
            found.append(Finding(at, f"must be more than {limit.least - 1} characters"))
        elif size > limit.most:
            found.append(Finding(at, f"must be less than {limit.most + 1} characters", limit.error))
        elif self.form is not None and not self.form(value):
            found.append(Finding(at, f"must look like {self.like}"))


class ListOf(Kind):
    def __init__(self, item: Kind, limit: str = "free", *, error: str = "") -> None:
        self.item, self.limit, self.error = item, LIMITS[limit], error

    def check(self, value: object, at: str, found: Findings) -> None:
        if not isinstance(value, list):
            found.append(Finding(at, "must provide an array", self.error))
            return
        found.extend(too_few_or_many(len(value), self.limit, at))
        for index, item in enumerate(value):
            self.item.check(item, f"{at}/{index}", found)


class Object(Kind):
    """An object with the keys it must and may have, and no others."""

    def __init__(
        self,
        *,
        must: Mapping[str, Kind] | None = None,
        may: Mapping[str, Kind] | None = None,
        rules: Sequence[Rule] = (),
        limit: str = "free",
    ) -> None:
        self.must = dict(must or {})
        self.keys = {**self.must, **(may or {})}
        self.rules = tuple(rules)
        self.limit = LIMITS[limit]

    def check(self, value: object, at: str, found: Findings) -> None:
        if not isinstance(value, dict):
            found.append(Finding(at, "must provide an object"))
            return
        before = len(found)
        self._check_keys(value, at, found)
        if len(found) == before:
            for rule in self.rules:
                found.extend(finding._replace(pointer=at + finding.pointer) for finding in rule(value))

    def _check_keys(self, value: dict[str, Any], at: str, found: Findings) -> None:
        for key, item in value.items():
            kind = self.keys.get(key)
            if kind is None:
                found.append(Finding(at, f"invalid additional property: {key}"))
            else:
                kind.check(item, f"{at}/{key}", found)
        for key in self.must:
            if key not in value:
                found.append(Finding(at, f"missing required field: {key}"))
        found.extend(too_few_or_many(len(value), self.limit, at))


class AnyObject(Kind):
    def check(self, value: object, at: str, found: Findings) -> None:
        if not isinstance(value, dict):
            found.append(Finding(at, "must provide an object"))


class Tagged(Kind):
    """One of several objects, told apart by their `type`."""

    def __init__(self, shapes: Mapping[str, Object]) -> None:
        self.shapes = dict(shapes)

    def check(self, value: object, at: str, found: Findings) -> None:
        if not isinstance(value, dict):
            found.append(Finding(at, "must provide an object"))
            return
        if "type" not in value:
            found.append(Finding(at, "missing required field: type"))
            return
        tag = value["type"]
        shape = self.shapes.get(tag) if isinstance(tag, str) else None
        if shape is None:
            found.append(Finding(f"{at}/type", f"unsupported type: {tag}"))
        else:
            shape.check(value, at, found)


def too_few_or_many(count: int, limit: Limit, at: str) -> Iterable[Finding]:
    if count > limit.most:
        yield Finding(at, f"no more than {limit.most} items allowed", limit.error)
    elif count < limit.least:
        yield Finding(at, f"no fewer than {limit.least} items allowed", limit.error)


FLAG: Final = Flag()
NUMBER: Final = Number()
STRING: Final = Text()
