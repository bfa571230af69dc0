"""The token's format: exact vectors, what is refused before anything is looked up, and staying hidden."""

import copy
import hashlib
import os
import pickle
import random
import re
import zlib
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.secret import ALPHABET, BODY, LONGEST, Secret, checksum

# Put together from parts, so that nobody's scanner takes a test for a leak.
LETTERS = ALPHABET[10:53]
WORKED = "pit" + "_" + LETTERS + "1Wv3df"
LEADING_ZEROS = "pit" + "_" + "uj2fZ9sGWQ6mTRjQKPpXsH3yWCj8nZxMCkM2MhqNBxy" + "00lxX3"

prefixes = st.from_regex(r"[a-z][a-z0-9]{1,15}", fullmatch=True)
seeds = st.integers(min_value=0, max_value=2**64)


def seeded(seed: int) -> Callable[[int], bytes]:
    return random.Random(seed).randbytes


def minted(prefix: str = "pit", seed: int = 7) -> str:
    return Secret.mint(prefix, seeded(seed)).reveal()


# --- vectors


def test_the_worked_example_of_github_gives_githubs_checksum() -> None:
    assert checksum("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ") == "0mLq17"


def test_our_checksum_covers_the_prefix_too() -> None:
    assert zlib.crc32(f"pit_{LETTERS}".encode()) == 0x539995BF
    assert checksum(f"pit_{LETTERS}") == "1Wv3df"
    assert checksum(LETTERS) == "0RsLou"


def test_the_published_digests_come_out() -> None:
    secret = Secret(WORKED)
    assert secret.digest(b"\x0b" * 32).hex() == (
        "ffc53987564bf6c686fbf47c37542184ce39d7c30b9f399c0060ede76f1da50b"
    )
    assert hashlib.sha256(WORKED.encode()).hexdigest() == (
        "534e47dacb36fd614bb0908ed1f0c8d4718d76ede27b5f9076de6c22ffec79f2"
    )


@pytest.mark.parametrize("token", [WORKED, LEADING_ZEROS])
def test_a_published_token_is_read(token: str) -> None:
    secret = Secret.parse(token)
    assert secret is not None
    assert secret.reveal() == token
    assert len(token) == 53


@pytest.mark.parametrize(("number", "text"), [(0, "000000"), (2**32 - 1, "4gfFC3")])
def test_the_checksum_is_six_characters_at_both_bounds(
    number: int, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zlib, "crc32", lambda _: number)
    assert checksum("whatever") == text


def test_a_tail_that_no_checksum_can_have_is_refused() -> None:
    assert Secret.parse(WORKED[:-6] + "4gfFC4") is None


# --- minting and reading


@given(prefixes, seeds)
def test_what_is_minted_is_read_back(prefix: str, seed: int) -> None:
    token = minted(prefix, seed)
    assert re.fullmatch(rf"{prefix}_[0-9A-Za-z]{{49}}", token)
    secret = Secret.parse(token)
    assert secret is not None
    assert secret.reveal() == token
    assert secret.last_four == token[-4:]


@given(st.data(), prefixes, seeds)
def test_any_single_changed_character_is_refused(data: st.DataObject, prefix: str, seed: int) -> None:
    token = minted(prefix, seed)
    place = data.draw(st.integers(min_value=0, max_value=len(token) - 1))
    other = data.draw(
        (st.sampled_from(ALPHABET + "_- ") | st.characters()).filter(lambda c: c != token[place])
    )
    assert Secret.parse(token[:place] + other + token[place + 1 :]) is None


@given(seeds, st.integers(min_value=4, max_value=51))
def test_two_swapped_neighbours_are_refused(seed: int, place: int) -> None:
    token = minted(seed=seed)
    swapped = token[:place] + token[place + 1] + token[place] + token[place + 2 :]
    assert swapped == token or Secret.parse(swapped) is None


@pytest.mark.parametrize(
    "dressed",
    [" {}", "{} ", "{}\n", "\n{}", "`{}`", "Bearer {}", "{}\0", "{}{}", "{}é", "\ufeff{}"],
    ids=repr,
)
def test_nothing_is_trimmed_from_a_token(dressed: str) -> None:
    assert Secret.parse(dressed.replace("{}", WORKED)) is None


@pytest.mark.parametrize("text", ["", "pit", "pit_", WORKED.upper(), WORKED.lower(), "pit_" + "0" * 49])
def test_what_has_another_shape_is_refused(text: str) -> None:
    assert Secret.parse(text) is None


def test_digits_of_other_scripts_are_refused() -> None:
    assert Secret.parse(WORKED.replace("1", "١")) is None


@given(st.text(max_size=LONGEST + 3))
def test_no_text_whatsoever_breaks_reading(text: str) -> None:
    assert Secret.parse(text) is None


def test_a_very_long_text_is_refused_by_its_length() -> None:
    assert Secret.parse("a" * 10_000_000) is None
    longest = Secret.mint("abcdefghijklmnop", os.urandom).reveal()
    assert len(longest) == LONGEST
    assert Secret.parse(longest) is not None


def test_no_letter_is_favoured() -> None:
    """Taking each byte modulo 62 would give the first eight letters a quarter more than the others."""
    source = seeded(1)
    letters = Counter("".join(Secret.mint("pit", source).reveal()[4:-6] for _ in range(2_000)))
    usual = 2_000 * BODY / len(ALPHABET)
    assert set(letters) == set(ALPHABET)
    assert all(0.9 * usual < count < 1.1 * usual for count in letters.values())


def test_bytes_that_would_favour_a_letter_are_thrown_away() -> None:
    answers = iter([b"\xff" * BODY, b"\x00" * BODY])
    assert Secret.mint("pit", lambda _: next(answers)).reveal()[4:-6] == "0" * BODY


# --- staying hidden


@pytest.mark.parametrize("show", [repr, str, "{}".format, "{:>80}".format, "%s".__mod__])
def test_a_secret_prints_four_characters_at_most(show: Callable[[Secret], str]) -> None:
    shown = show(Secret(WORKED))
    assert shown == "Secret(…v3df)"


@pytest.mark.parametrize("copier", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_secret_is_neither_pickled_nor_copied(copier: Callable[[Secret], object]) -> None:
    with pytest.raises(TypeError, match="neither pickled nor copied"):
        copier(Secret(WORKED))


def test_a_secret_has_no_attributes_to_list() -> None:
    with pytest.raises(TypeError):
        vars(Secret(WORKED))


def test_a_secret_is_kept_in_no_set() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        {Secret(WORKED)}


def test_secrets_are_equal_when_their_texts_are() -> None:
    assert Secret(WORKED) == Secret(WORKED)
    assert Secret(WORKED) != Secret(LEADING_ZEROS)
    assert Secret(WORKED) != WORKED
