"""Random messages such as people and programs paste, with what is in them known beforehand.

The same seed gives the same messages. Pieces are made in batches and mixed anew for each message.
"""

import base64
import string
import uuid
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from core.secret import ALPHABET, Secret, checksum

BATCH = 10_000
PREFIXES = ("pit", "acme", "ab", "z9", "a234567890123456")
BETWEEN = (
    " ",
    "\n",
    "\t",
    ", ",
    ". ",
    "|",
    "<",
    ">",
    '"',
    "=",
    "&",
    "://",
    "/",
    "\\",
    "é",
    "😀",
    "\x00",
    "-",
)
"""None of them is looked through, so that two pieces never make up a token between them."""
THREAD = "*~`\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{ZERO WIDTH JOINER}\N{WORD JOINER}\ufeff"


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    token: str = ""
    """The token of ours that it holds, if it holds one."""


@dataclass(frozen=True, slots=True)
class Pasted:
    text: str
    tokens: frozenset[str]


def messages(count: int, seed: int) -> Iterator[Pasted]:
    random = Random(seed)
    for done in range(0, count, BATCH):
        pieces = [each(random) for each in MAKERS for _ in range(100)]
        for _ in range(min(BATCH, count - done)):
            yield _message(random, pieces)


def _message(random: Random, pieces: list[Piece]) -> Pasted:
    chosen = random.choices(pieces, k=random.randrange(1, 9))
    between = random.choices(BETWEEN, k=len(chosen))
    text = "".join(each.text + gap for each, gap in zip(chosen, between, strict=True))
    return Pasted(text, frozenset(each.token for each in chosen if each.token))


def _minted(random: Random) -> str:
    return Secret.mint(random.choice(PREFIXES), random.randbytes).reveal()


# --- what holds a token


def _whole(random: Random) -> Piece:
    token = _minted(random)
    return Piece(
        random.choice(("{}", "`{}`", "?t={}&x", "<http://x/{}|x>", "Bearer {}", "3d{}", "_{}_")).format(
            token
        ),
        token,
    )


def _threaded(random: Random) -> Piece:
    token = _minted(random)
    cut = random.randrange(len(token))
    return Piece(token[:cut] + random.choice(THREAD) + token[cut:], token)


# --- what only looks like one


def _changed(random: Random) -> Piece:
    token, place = _minted(random), random.randrange(53)
    place %= len(token)
    other = random.choice([letter for letter in ALPHABET + "_- é" if letter != token[place]])
    return Piece(token[:place] + other + token[place + 1 :])


def _cut_short(random: Random) -> Piece:
    return Piece(_minted(random)[: random.randrange(1, 50)])


def _half(random: Random) -> Piece:
    return Piece(_minted(random).partition("_")[2][random.randrange(40) :])


def _in_another_case(random: Random) -> Piece:
    return Piece(_minted(random).upper())


def _broken(random: Random) -> Piece:
    token = _minted(random)
    cut = random.randrange(5, len(token))
    return Piece(token[:cut] + random.choice((" ", "\n", "\r\n", "\N{NO-BREAK SPACE}", "-")) + token[cut:])


def _with_githubs_checksum(random: Random) -> Piece:
    """Over the body only, as GitHub does."""
    body = _letters(random, 43)
    return Piece(f"pit_{body}{checksum(body)}")


def _with_the_checksum_in_hex(random: Random) -> Piece:
    body = _letters(random, 41)
    return Piece(f"pit_{body}{zlib.crc32(body.encode()):08x}")


# --- what is something else


def _letters(random: Random, count: int) -> str:
    return "".join(random.choices(ALPHABET, k=count))


def _someone_elses(random: Random) -> Piece:
    return Piece(f"{random.choice(('ghp', 'glpat', 'xoxb', 'npm', 'sk_live'))}_{_letters(random, 36)}")


def _the_right_length(random: Random) -> Piece:
    return Piece(f"{random.choice(PREFIXES)}_{_letters(random, 49)}")


def _long_name(random: Random) -> Piece:
    return Piece("_".join(_letters(random, random.randrange(60)) for _ in range(random.randrange(6))))


def _encoded(random: Random) -> Piece:
    return Piece(base64.urlsafe_b64encode(random.randbytes(random.randrange(120))).decode())


def _identifier(random: Random) -> Piece:
    return Piece(str(uuid.UUID(bytes=random.randbytes(16))))


def _words(random: Random) -> Piece:
    return Piece(" ".join(_letters(random, random.randrange(1, 9)).lower() for _ in range(12)))


def _any_characters(random: Random) -> Piece:
    """Of all of Unicode, halves of pairs included, but for what is looked through."""
    drawn = (chr(random.randrange(0x110000)) for _ in range(40))
    return Piece("".join(letter for letter in drawn if letter not in THREAD + string.ascii_letters))


MAKERS: tuple[Callable[[Random], Piece], ...] = (
    _whole,
    _threaded,
    _changed,
    _cut_short,
    _half,
    _in_another_case,
    _broken,
    _with_githubs_checksum,
    _with_the_checksum_in_hex,
    _someone_elses,
    _the_right_length,
    _long_name,
    _encoded,
    _identifier,
    _words,
    _any_characters,
)
