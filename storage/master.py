"""The master key: the one secret kept outside the database. It only ever wraps the keys of the ring."""

import binascii
from base64 import b64decode
from typing import NoReturn, Self, final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.problems import BadMasterKey
from storage.sealing import seal, unseal

SIZE = 32


@final
class MasterKey:
    """Never used itself: a wrapping key and a public id are derived from all of its 32 bytes."""

    __slots__ = ("_wrapping", "id")

    def __init__(self, key: bytes) -> None:
        if len(key) != SIZE:
            raise BadMasterKey
        self._wrapping = _derived(key, "latchkey: wrapping key")
        self.id = _derived(key, "latchkey: master key id")[:5].hex()
        """Not secret: says which master key a database needs."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """From base64. Raises `BadMasterKey`."""
        try:
            key = b64decode(text.strip(), validate=True)
        except (binascii.Error, ValueError):
            raise BadMasterKey from None
        return cls(key)

    def wrap(self, place: str, key: bytes) -> str:
        return seal(self._wrapping, self.id, place, key)

    def unwrap(self, place: str, wrapped: str) -> bytes:
        """Raises `CannotUnseal`."""
        return unseal(self._wrapping, place, wrapped)

    def __repr__(self) -> str:
        return f"MasterKey({self.id})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a MasterKey is neither pickled nor copied")


def _derived(key: bytes, label: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=SIZE, salt=None, info=label.encode()).derive(key)
