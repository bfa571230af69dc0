"""However odd a signed report is, reading it gives findings or says that it is none. Nothing else happens."""

import json
import random
from typing import Any

import pytest

from api.github.items import BadList, TooManyItems, items
from tests.proofs.leaks.counter import finding
from tests.storage.making import a_secret

QUICK, LONG = 5_000, 100_000
ODD: list[Any] = [
    None,
    True,
    0,
    -1,
    1e308,
    "",
    "\0",
    "\ud800",
    "é",
    [],
    {},
    [[]],
    {"token": {}},
    "pit_",
    "x" * 2000,
]


def value(chance: random.Random, depth: int = 0) -> Any:
    if depth > 3 or chance.random() < 0.5:
        return chance.choice(ODD)
    if chance.random() < 0.5:
        return [value(chance, depth + 1) for _ in range(chance.randrange(4))]
    names = ("token", "type", "url", "source", "token_raw", "")
    return {chance.choice(names): value(chance, depth + 1) for _ in range(chance.randrange(5))}


def report(chance: random.Random, good: list[Any]) -> bytes:
    """A list with good findings among odd ones; now and then with a byte that does not belong."""
    listed = [
        chance.choice(good) if chance.random() < 0.4 else value(chance) for _ in range(chance.randrange(12))
    ]
    body = bytearray(json.dumps(listed if chance.random() < 0.9 else value(chance)).encode())
    if chance.random() < 0.3:
        at = chance.randrange(len(body) + 1)
        body[at:at] = bytes([chance.randrange(256)])
    return bytes(body)


@pytest.mark.parametrize("number", [QUICK, pytest.param(LONG, marks=pytest.mark.slow)])
def test_whatever_is_signed_is_read(number: int) -> None:
    chance = random.Random(6)
    good = [finding(a_secret(seed), chance.choice(["", "https://example.org"])) for seed in range(20)]
    read = refused = 0
    for _ in range(number):
        body = report(chance, good)
        try:
            found = items(body)
        except (BadList, TooManyItems):
            refused += 1
            continue
        read += 1
        assert all(len(each.digest) == 64 for each in found)
        assert all(each.report is None or each.report.secret.shows_in(body.decode()) for each in found)
    assert min(read, refused) > number // 20, "both happen"
