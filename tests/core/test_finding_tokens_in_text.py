"""A token of ours is found in whatever it was pasted into, and nothing else is taken for one."""

import random
import time
from collections.abc import Callable

import pytest

from core.leaks.finding import tokens_in
from core.secret import Secret


def minted(prefix: str = "pit", seed: int = 7) -> str:
    return Secret.mint(prefix, random.Random(seed).randbytes).reveal()


def found_in(text: str) -> list[str]:
    return [secret.reveal() for secret in tokens_in(text)]


TOKEN, OTHER = minted(), minted(seed=8)

WAYS_TO_PASTE_IT: list[Callable[[str], str]] = [
    lambda token: token,
    lambda token: f"here: {token}, thanks",
    lambda token: f"`{token}`",
    lambda token: f"```\nexport TOKEN={token}\n```",
    lambda token: f"*{token}*",
    lambda token: f"_{token}_",
    lambda token: f"~{token}~",
    lambda token: f"“{token}”",
    lambda token: f"({token}).",
    lambda token: f"<https://api.example.com/?token={token}|api.example.com>",
    lambda token: f"<https://example.com|{token}>",
    lambda token: f"https%3a%2f%2fexample.com%2f%3ftoken%3d{token}%26page%3d2",
    lambda token: f'{{"Authorization": "Bearer {token}"}}',
    lambda token: f"&lt;{token}&gt;&amp;{token}",
    lambda token: f"pit_{token}",
    lambda token: f"__{token}__{token[:30]}",
    lambda token: f"{token}{token}",
    lambda token: f"token{token}token",
    lambda token: f"é{token}é",
    lambda token: f"\N{ZERO WIDTH SPACE}{token[:20]}\N{ZERO WIDTH NON-JOINER}{token[20:]}",
    "\N{SOFT HYPHEN}".join,
    lambda token: f"\ufeff{token}\r\n",
    lambda token: f"{token[:9]}*{token[9:20]}*`{token[20:]}`",
]


@pytest.mark.parametrize("paste", WAYS_TO_PASTE_IT)
def test_a_token_is_found_however_it_is_pasted(paste: Callable[[str], str]) -> None:
    assert found_in(paste(TOKEN)) == [TOKEN]


@pytest.mark.parametrize("prefix", ["pit", "ab", "z9", "latchkey", "a234567890123456"])
def test_every_prefix_that_was_ever_in_use_is_found(prefix: str) -> None:
    token = minted(prefix)

    assert found_in(f"x={token}") == [token]
    assert found_in(f"%3d{token}") == [token]


def test_several_tokens_are_found_once_each_in_order() -> None:
    assert found_in(f"{OTHER} {TOKEN}\n{OTHER}{TOKEN}") == [OTHER, TOKEN]


def changed(token: str, place: int) -> str:
    return token[:place] + ("a" if token[place] != "a" else "b") + token[place + 1 :]


LOOK_ALIKES = [
    "",
    "_",
    "pit",
    "pit_",
    TOKEN[:-1],
    TOKEN[1:],
    TOKEN[3:],
    TOKEN.upper(),
    TOKEN.swapcase(),
    TOKEN.replace("_", "-"),
    f"{TOKEN[:26]} {TOKEN[26:]}",
    f"{TOKEN[:26]}\n{TOKEN[26:]}",
    "".join(chr(ord(letter) + 0xFEE0) for letter in TOKEN),
    f"{TOKEN[:4]}é{TOKEN[4:]}",
    f"{TOKEN[:4]}\ud800{TOKEN[4:]}",
    "ghp" + "_" + "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17",
    *(changed(TOKEN, place) for place in range(len(TOKEN))),
]


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_what_only_looks_like_a_token_is_not_taken_for_one(text: str) -> None:
    assert found_in(text) == []


def test_a_token_beside_its_look_alikes_is_the_only_one_found() -> None:
    assert found_in(" ".join([*LOOK_ALIKES, TOKEN, *LOOK_ALIKES])) == [TOKEN]


def seconds(text: str) -> float:
    begun = time.perf_counter()
    tokens_in(text)
    return time.perf_counter() - begun


@pytest.mark.parametrize("unit", ["a", "_", "a_", f"{TOKEN[:-1]}_", f"pit_{'a' * 49}", TOKEN, "_" + "a" * 48])
def test_time_grows_with_the_length_of_the_text_and_no_faster(unit: str) -> None:
    small, large = unit * (50_000 // len(unit)), unit * (800_000 // len(unit))
    assert min(seconds(large) for _ in range(3)) < 16 * 4 * max(min(seconds(small) for _ in range(5)), 0.001)
