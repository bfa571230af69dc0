"""The search that looks for tokens in clear: it finds what is there, and only that."""

import random

import pytest

from core.secret import Secret
from tests.proofs.search import PIECE, WRITINGS, Search, Writing

CHANCE = random.Random(20270301)
TOKENS = [Secret.mint("pit", CHANCE.randbytes).reveal() for _ in range(20)]
SEARCH = Search(TOKENS)


@pytest.mark.parametrize("writing", WRITINGS, ids=lambda writing: writing.name)
def test_a_dozen_letters_of_a_token_are_found_however_they_are_written(writing: Writing) -> None:
    for token in TOKENS:
        secret = token.partition("_")[2]
        start = CHANCE.randrange(len(secret) - PIECE + 1)
        piece = writing.write(secret[start : start + PIECE].encode())
        hidden = CHANCE.randbytes(300) + b"x" * CHANCE.randrange(9) + piece + b"\n" + CHANCE.randbytes(300)

        assert SEARCH.hits(hidden), f"{piece!r} of {token}"


def test_nothing_is_found_where_nothing_is() -> None:
    others = [Secret.mint("pit", CHANCE.randbytes).reveal() for _ in range(2000)]
    text = " ".join(others).encode()

    assert SEARCH.hits(text + CHANCE.randbytes(200_000) + text.hex().encode()) == set()


def test_the_last_four_letters_may_be_kept() -> None:
    assert SEARCH.hits(" ".join(token[-4:] for token in TOKENS).encode()) == set()
