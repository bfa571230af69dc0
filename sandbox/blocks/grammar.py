"""The small language the shapes are written in, and its interpreter.

A kind says what is wrong with a value: findings whose pointers start at that value, none when all is well.
The words are Slack's own where they are known.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from sandbox.blocks.limits import LIMITS, Limit
from sandbox.blocks.problem import Finding

Json = Mapping[str, Any]

Findings = Sequence[Finding]
NOTHING: Final[Findings] = ()

Rule = Callable[[Json], Iterable[Finding]]
"""What one key says about another. Asked only of well-formed objects, so a rule need not defend itself."""


class Kind(ABC):
    @abstractmethod
    def check(self, value: object) -> Findings:
        """What is wrong with the value."""


def wrong(reason: str, error: str = "") -> Findings:
    return [Finding("", reason, error)]


def under(key: str | int, findings: Findings) -> Findings:
    return [finding._replace(pointer=f"/{key}{finding.pointer}") for finding in findings]


class Flag(Kind):
    def check(self, value: object) -> Findings:
        return NOTHING if isinstance(value, bool) else wrong("must provide a boolean")


class Number(Kind):
    def check(self, value: object) -> Findings:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return NOTHING
        return wrong("must provide a number")


class Whole(Kind):
    def __init__(self, limit: str) -> None:
        self.limit = LIMITS[limit]

    def check(self, value: object) -> Findings:
        if not isinstance(value, int) or isinstance(value, bool):
            return wrong("must provide a whole number")
        if value < self.limit.least:
            return wrong(f"must be at least {self.limit.least}")
        if value > self.limit.most:
            return wrong(f"must be at most {self.limit.most}")
        return NOTHING


class OneOf(Kind):
    def __init__(self, *choices: str | int) -> None:
        self.choices = choices

    def check(self, value: object) -> Findings:
        if value in self.choices and not isinstance(value, bool):  # to Python, True is 1
            return NOTHING
        return wrong(f"must be one of: {', '.join(map(str, self.choices))}")


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

    def check(self, value: object) -> Findings:
        if not isinstance(value, str):
            return wrong("must provide a string")
        size, limit = self.count(value), self.limit
        if size < limit.least:
            return wrong(f"must be more than {limit.least - 1} characters")
        if size > limit.most:
            return wrong(f"must be less than {limit.most + 1} characters", limit.error)
        if self.form is not None and not self.form(value):
            return wrong(f"must look like {self.like}")
        return NOTHING


class ListOf(Kind):
    def __init__(self, item: Kind, limit: str = "free", *, error: str = "") -> None:
        self.item, self.limit, self.error = item, LIMITS[limit], error

    def check(self, value: object) -> Findings:
        if not isinstance(value, list):
            return wrong("must provide an array", self.error)
        found = [*too_few_or_many(len(value), self.limit)]
        for index, item in enumerate(value):
            if findings := self.item.check(item):
                found += under(index, findings)
        return found


class Object(Kind):
    """An object with the keys it must and may have, and no others."""

    def __init__(
        self,
        *,
        must: Mapping[str, Kind] | None = None,
        may: Mapping[str, Kind] | None = None,
        rules: Sequence[Rule] = (),
        error: str = "",
    ) -> None:
        self.must = tuple(must or ())
        self.keys = {**(must or {}), **(may or {})}
        self.rules = tuple(rules)
        self.error = error

    def check(self, value: object) -> Findings:
        if not isinstance(value, dict):
            return wrong("must provide an object", self.error)
        found = [Finding("", f"missing required field: {key}") for key in self.must if key not in value]
        for key, item in value.items():
            kind = self.keys.get(key)
            if kind is None:
                found.append(Finding("", f"invalid additional property: {key}"))
            elif findings := kind.check(item):
                found += under(key, findings)
        return found or [finding for rule in self.rules for finding in rule(value)]


class AnyObject(Kind):
    def check(self, value: object) -> Findings:
        return NOTHING if isinstance(value, dict) else wrong("must provide an object")


class Tagged(Kind):
    """One of several objects, told apart by their `type`."""

    def __init__(self, shapes: Mapping[str, Object]) -> None:
        self.shapes = dict(shapes)

    def check(self, value: object) -> Findings:
        if not isinstance(value, dict):
            return wrong("must provide an object")
        if "type" not in value:
            return wrong("missing required field: type")
        tag = value["type"]
        shape = self.shapes.get(tag) if isinstance(tag, str) else None
        if shape is None:
            return under("type", wrong(f"unsupported type: {tag}"))
        return shape.check(value)


def too_few_or_many(count: int, limit: Limit) -> Findings:
    if count > limit.most:
        return wrong(f"no more than {limit.most} items allowed", limit.error)
    if count < limit.least:
        return wrong(f"no fewer than {limit.least} items allowed", limit.error)
    return NOTHING


FLAG: Final = Flag()
NUMBER: Final = Number()
STRING: Final = Text()
