"""Sealing what must be read back: AES-256-GCM-SIV, bound to the place where it stands.

A sealed text is ``v1.<key id>.<nonce>.<ciphertext>``. Its place (table, column, row) and the key's id are
authenticated with it, so that it opens nowhere else.
"""

import os
from base64 import b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

VERSION = "v1"
NONCE = 12


class CannotUnseal(Exception):  # noqa: N818 - says what cannot be done
    """Changed, moved from another place, or sealed with another key."""


def seal(key: bytes, key_id: str, place: str, content: bytes) -> str:
    nonce = os.urandom(NONCE)
    sealed = AESGCMSIV(key).encrypt(nonce, content, _bound(place, key_id))
    return ".".join((VERSION, key_id, _encode(nonce), _encode(sealed)))


def unseal(key: bytes, place: str, text: str) -> bytes:
    """Raises `CannotUnseal`."""
    try:
        version, key_id, nonce, sealed = text.split(".")
        if version == VERSION:
            return AESGCMSIV(key).decrypt(_decode(nonce), _decode(sealed), _bound(place, key_id))
    except (ValueError, InvalidTag):
        pass
    raise CannotUnseal(place)


def key_id_of(text: str) -> str:
    """Which key a sealed text needs; empty if it is none."""
    parts = text.split(".")
    return parts[1] if len(parts) == 4 and parts[0] == VERSION else ""  # noqa: PLR2004 - the four parts above


def _bound(place: str, key_id: str) -> bytes:
    return f"{place}:{key_id}".encode()


def _encode(content: bytes) -> str:
    return urlsafe_b64encode(content).decode("ascii").rstrip("=")


def _decode(text: str) -> bytes:
    return b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
