"""How the figures of the limits are written down for the tests."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sandbox.blocks import Problem, problems_in_message, problems_in_update, problems_in_view
from tests.sandbox.blocks import bricks as b
from tests.sandbox.blocks.bricks import Json

Check = Callable[[Json], list[Problem]]
problems_in_ephemeral = partial(problems_in_message, surface="ephemeral")


@dataclass(frozen=True)
class Case:
    """A payload that holds so many of something, and where Slack would point if there were too many."""

    least: int
    most: int
    payload: Callable[[int], Json]
    pointer: str
    error: str
    check: Check

    def problems(self, amount: int) -> list[tuple[str, str]]:
        return [(problem.pointer, problem.error) for problem in self.check(self.payload(amount))]


def view(least: int, most: int, put: Callable[[int], Json], pointer: str, error: str = "") -> Case:
    return Case(least, most, put, f"/view{pointer}", error or "invalid_arguments", problems_in_view)


def text(least: int, most: int, put: Callable[[str], Json], below: str) -> Case:
    """Characters in the first block of a modal."""
    return view(least, most, lambda n: b.modal(put("x" * n)), f"/blocks/0{below}")


def items(least: int, most: int, put: Callable[[int], Json], below: str) -> Case:
    """Items in the first block of a modal."""
    return view(least, most, lambda n: b.modal(put(n)), f"/blocks/0{below}")


def posted(
    least: int, most: int, put: Callable[[int], Json], below: str, error: str = "invalid_blocks"
) -> Case:
    """Something in the first block of a message."""
    return Case(least, most, lambda n: b.message(put(n)), f"/blocks/0{below}", error, problems_in_message)


def message(least: int, most: int, put: Callable[[int], Json], pointer: str, error: str) -> Case:
    return Case(least, most, put, pointer, error, problems_in_message)


def said(least: int, most: int, name: str, check: Check) -> Case:
    def call(size: int) -> Json:
        more = {problems_in_ephemeral: {"user": "U1"}, problems_in_update: {"ts": "1.2"}}.get(check, {})
        return {"channel": "C1", name: "x" * size, **more}

    return Case(least, most, call, f"/{name}", "msg_too_long", check)
