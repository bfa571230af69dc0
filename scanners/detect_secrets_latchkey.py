"""A plugin for detect-secrets that knows Latchkey's tokens by their checksum, so it never cries wolf.

    detect-secrets scan --plugin detect_secrets_latchkey.py

Made by `python -m tools.scanners --prefix pit`: change the template, not this file.
"""

import re
import zlib
from collections.abc import Generator
from typing import Any

from detect_secrets.plugins.base import RegexBasedDetector

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
CHECKSUM = 6


def checksum(text: str) -> str:
    """CRC-32 (IEEE) of prefix and body, in base62, left-padded with zeros."""
    number, letters = zlib.crc32(text.encode("ascii")), ""
    for _ in range(CHECKSUM):
        number, digit = divmod(number, len(ALPHABET))
        letters = ALPHABET[digit] + letters
    return letters


class LatchkeyDetector(RegexBasedDetector):
    secret_type = "Latchkey Token"
    denylist = (re.compile(r"pit_[0-9A-Za-z]{49}"),)

    def analyze_string(self, string: str) -> Generator[str, Any, None]:
        for token in super().analyze_string(string):
            if checksum(token[:-CHECKSUM]) == token[-CHECKSUM:]:
                yield token
