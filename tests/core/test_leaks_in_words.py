"""What outsiders say of a leak is made fit to be kept and shown; tokens are cut out of it."""

from collections.abc import Callable
from urllib.parse import quote

import pytest

from core.leaks.report import LONGEST_URL, Report, Source, address, words
from core.naming import visible
from core.secret import TELLING
from tests.storage.making import a_secret

TOKEN, OTHER = a_secret(1), a_secret(2)
TEXT = TOKEN.reveal()


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://github.com/a/b/blob/c/d.sh#L1-L2", "https://github.com/a/b/blob/c/d.sh#L1-L2"),
        ("http://example.org/?a=1&b=%20", "http://example.org/?a=1&b=%20"),
        ("https://example.org/<!channel>|x", "https://example.org/%3C!channel%3E%7Cx"),
        ("https://example.org/ä\ud800\n", "https://example.org/%C3%A4?%0A"),
        ("https://" + "u" * 5000, ("https://" + "u" * 5000)[:LONGEST_URL]),
        ("javascript:alert(1)", ""),
        ("example.org", ""),
        ("", ""),
    ],
)
def test_an_address_is_kept_as_an_address(url: str, kept: str) -> None:
    assert address(url, TOKEN) == kept


def hides() -> list[str]:
    """Ways in which a token, or enough of it, is in an address."""
    twice = quote(TEXT.replace("_", "%5F"), safe="")
    once = "".join(f"%{ord(letter):02x}" for letter in TEXT)
    return [
        TEXT,
        f"x{TEXT}y",
        TEXT[:TELLING],
        TEXT[20 : 20 + TELLING],
        once,
        twice,
        OTHER.reveal(),
        f"*{TEXT}*",
    ]


@pytest.mark.parametrize("hiding", hides())
def test_an_address_with_a_token_in_it_is_not_kept(hiding: str) -> None:
    assert address(f"https://example.org/{hiding}", TOKEN) == ""
    assert words(f"It was here: {hiding}", TOKEN, 300) == ""


def test_words_are_kept_in_one_line() -> None:
    assert words("In our\n\n chat\u202e\u200b ", TOKEN, 300) == "In our chat"
    assert visible("a" * 20, 5) == "aaaaa"
    assert words("", TOKEN, 5) == ""


def test_the_same_place_is_the_same_whatever_is_in_it() -> None:
    def place(url: str) -> bytes:
        return Report(secret=TOKEN, source=Source.HOLDER, by="holder", url=url).place

    assert place("https://example.org") == place("https://example.org")
    assert len({place(url) for url in ("", "https://example.org", "https://example.org/", "\ud800")}) == 4


def test_what_a_token_shows_in_is_told_by_a_dozen_letters() -> None:
    assert TOKEN.shows_in(f"...{TEXT[5 : 5 + TELLING]}...")
    assert not TOKEN.shows_in(TEXT[5 : 5 + TELLING - 1])
    assert not TOKEN.shows_in(OTHER.reveal()[8:])


@pytest.mark.parametrize("written", [str.lower, str.upper, str.swapcase])
def test_a_token_in_other_letters_is_kept_nowhere_either(written: Callable[[str], str]) -> None:
    assert words(f"in {written(TEXT)}", TOKEN, 300) == ""
    assert address(f"https://example.org/{written(TEXT)}", TOKEN) == ""
