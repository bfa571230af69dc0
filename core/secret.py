"""How a token looks, how it is checked, and how it stays hidden.

``<prefix>_`` + 43 base62 characters (256 bits) + 6 base62 characters of CRC-32 over prefix and body. The
checksum follows GitHub's token format (same polynomial, same alphabet, left-padded), except that it covers
the prefix too. It is a filter against typing errors and junk, never a secret.
"""

import hmac
import re
import zlib
from collections.abc import Callable
from typing import NoReturn, Self, final

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BODY = 43
CHECKSUM = 6
PREFIX = re.compile(r"[a-z][a-z0-9]{1,15}")
SHAPE = re.compile(rf"({PREFIX.pattern})_([0-9A-Za-z]{{{BODY}}})([0-9A-Za-z]{{{CHECKSUM}}})")
"""Any prefix is accepted: one that was replaced in the settings must go on working, and the checksum and the
digest both cover it."""
LONGEST = 16 + 1 + BODY + CHECKSUM
TELLING = 12
"""Characters of a token that should be nowhere by chance."""
# Bytes from here up would favour the first letters of the alphabet: 256 is no multiple of 62.
_FAIR = 256 - 256 % len(ALPHABET)


@final
class Secret:
    """A token in clear. It exists between minting and one message, and refuses to be printed or stored.

    ``reveal`` is the only way out; a guard test lists the places that may call it.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    @classmethod
    def mint(cls, prefix: str, random: Callable[[int], bytes]) -> Self:
        """A new token. `random(n)` gives n bytes from the operating system's generator."""
        body = ""
        while len(body) < BODY:
            body += "".join(ALPHABET[byte % len(ALPHABET)] for byte in random(BODY) if byte < _FAIR)
        body = body[:BODY]
        return cls(f"{prefix}_{body}{checksum(f'{prefix}_{body}')}")

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The token that `text` is, to the letter, or None. No trimming, no case folding, no I/O."""
        if len(text) > LONGEST or not text.isascii():
            return None
        parts = SHAPE.fullmatch(text)
        if parts is None or checksum(f"{parts[1]}_{parts[2]}") != parts[3]:
            return None
        return cls(text)

    @property
    def last_four(self) -> str:
        return self._text[-4:]

    def digest(self, pepper: bytes) -> bytes:
        """HMAC-SHA-256 of the whole token under a 32-byte key: all that is ever stored of it."""
        return hmac.digest(pepper, self._text.encode("ascii"), "sha256")

    def shows_in(self, text: str) -> bool:
        """Whether any `TELLING` of its characters stand together in `text`, in small letters or capitals."""
        whole, text = self._text.lower(), text.lower()
        return any(whole[start : start + TELLING] in text for start in range(len(whole) - TELLING + 1))

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"Secret(…{self.last_four})"

    __str__ = __repr__

    def __format__(self, _spec: str) -> str:
        return repr(self)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is neither pickled nor copied")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self._text, other._text)

    __hash__ = None  # type: ignore[assignment]  # a set of secrets would outlive its variable


def checksum(text: str) -> str:
    """CRC-32 (IEEE) of `text` as six base62 characters, left-padded with ``0``."""
    number, letters = zlib.crc32(text.encode("ascii")), ""
    for _ in range(CHECKSUM):
        number, digit = divmod(number, len(ALPHABET))
        letters = ALPHABET[digit] + letters
    return letters
