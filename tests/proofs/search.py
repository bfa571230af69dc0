"""Looking for pieces of known tokens in whatever bytes there are, however they are written down.

A piece is any twelve letters in a row. Written in another way it is longer, so a shorter window, looked at
every few bytes, cannot step over it.
"""

import base64
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

PIECE = 12
STRIDE = 5
RUN = re.compile(rb"[!-~]{%d,}" % PIECE)


@dataclass(frozen=True)
class Writing:
    """A way to write a token down."""

    name: str
    write: Callable[[bytes], bytes]
    window: int
    """Short enough for STRIDE within a piece, long enough never to turn up by chance."""


def _base64(shift: int, alphabet: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """How it looks inside a longer text, which may begin anywhere; the ends depend on their neighbours."""
    return lambda text: alphabet(bytes(shift) + text + bytes(2))[2:-4]


WRITINGS = (
    Writing("as it is", bytes, 8),
    Writing("in small letters", bytes.lower, 8),
    Writing("IN CAPITALS", bytes.upper, 8),
    Writing("backwards", lambda text: text[::-1], 8),
    *(
        Writing(f"{name}, shifted by {shift}", _base64(shift, alphabet), 8)
        for name, alphabet in (("base64", base64.b64encode), ("base64url", base64.urlsafe_b64encode))
        for shift in range(3)
    ),
    Writing("hex", lambda text: text.hex().encode(), 20),
    Writing("HEX", lambda text: text.hex().upper().encode(), 20),
    Writing("URL-encoded", lambda text: b"".join(b"%%%02x" % each for each in text), 20),
    Writing("URL-ENCODED", lambda text: b"".join(b"%%%02X" % each for each in text), 20),
    Writing("JSON-escaped", lambda text: b"".join(b"\\u%04x" % each for each in text), 20),
)


class Search:
    def __init__(self, tokens: Iterable[str]) -> None:
        self._known = dict(self._windows(tokens))
        self._sizes = sorted({writing.window for writing in WRITINGS})

    def hits(self, artefact: bytes) -> set[str]:
        """Which tokens, by their last four letters, are in it, and how they are written."""
        return {
            hit
            for run in RUN.finditer(artefact)
            for start in range(*run.span(), STRIDE)
            for size in self._sizes
            if (hit := self._known.get(artefact[start : start + size]))
        }

    def _windows(self, tokens: Iterable[str]) -> Iterator[tuple[bytes, str]]:
        for token in tokens:
            secret = token.partition("_")[2].encode()
            for writing in WRITINGS:
                written = writing.write(secret)
                for start in range(len(written) - writing.window + 1):
                    yield written[start : start + writing.window], f"…{token[-4:]} {writing.name}"
