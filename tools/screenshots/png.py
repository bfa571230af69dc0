"""A PNG file of 256 colours: a third of the size, and nobody sees the difference."""

import struct
import zlib
from base64 import b64decode, b64encode
from pathlib import Path

from playwright.async_api import Page

SHRINK = Path(__file__).with_name("shrink.js").read_text(encoding="utf-8").partition("async")
SIGNATURE = b"\x89PNG\r\n\x1a\n"
BY_PALETTE = 3


async def shrunk(page: Page, png: bytes) -> bytes:
    """The same picture, smaller. The page only lends its canvas."""
    found = await page.evaluate("".join(SHRINK[1:]), b64encode(png).decode())
    width, height, indexes = found["width"], found["height"], b64decode(found["indexes"])
    rows = b"".join(b"\0" + indexes[at : at + width] for at in range(0, len(indexes), width))
    return SIGNATURE + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, BY_PALETTE, 0, 0, 0)),
            _chunk(b"PLTE", bytes(found["palette"])),
            _chunk(b"IDAT", zlib.compress(rows, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
