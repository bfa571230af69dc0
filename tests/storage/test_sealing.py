"""What is sealed opens in its place, with its key, and nowhere else."""

import base64
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.master import MasterKey
from storage.problems import BadMasterKey
from storage.sealing import CannotUnseal, key_id_of, seal, unseal

KEY = bytes(range(32))
SEALED = seal(KEY, "k1", "intents:reply_to:i1", "grüße".encode())


def test_it_opens_where_it_was_sealed() -> None:
    assert unseal(KEY, "intents:reply_to:i1", SEALED).decode() == "grüße"
    assert key_id_of(SEALED) == "k1"
    assert SEALED.startswith("v1.k1.")


def test_the_same_text_is_sealed_differently_each_time() -> None:
    assert seal(KEY, "k1", "place", b"text") != seal(KEY, "k1", "place", b"text")


@pytest.mark.parametrize(
    ("key", "place", "text"),
    [
        (KEY[:-1] + b"\0", "intents:reply_to:i1", SEALED),
        (KEY, "intents:reply_to:i2", SEALED),
        (KEY, "intents:reply_to:i1", SEALED.replace(".k1.", ".k2.")),
        (KEY, "intents:reply_to:i1", SEALED.replace("v1.", "v2.")),
        (KEY, "intents:reply_to:i1", SEALED + ".more"),
        (KEY, "intents:reply_to:i1", SEALED + "*"),
        (KEY, "intents:reply_to:i1", "in clear"),
        (KEY, "intents:reply_to:i1", ""),
    ],
    ids=["key", "place", "key id", "format", "more parts", "more text", "in clear", "nothing"],
)
def test_it_opens_nowhere_else(key: bytes, place: str, text: str) -> None:
    with pytest.raises(CannotUnseal):
        unseal(key, place, text)


@given(st.integers(0, len(SEALED) - 2), st.characters(codec="ascii"))
def test_no_changed_character_goes_unnoticed(position: int, character: str) -> None:
    # The last one is left out: four of its six bits are padding, and say nothing.
    changed = SEALED[:position] + character + SEALED[position + 1 :]
    if changed != SEALED:
        with pytest.raises(CannotUnseal):
            unseal(KEY, "intents:reply_to:i1", changed)


@pytest.mark.parametrize("size", [0, 16, 31, 33, 64])
def test_a_master_key_of_another_size_is_refused(size: int) -> None:
    with pytest.raises(BadMasterKey, match="32 random bytes"):
        MasterKey(bytes(size))
    with pytest.raises(BadMasterKey):
        MasterKey.parse(base64.b64encode(bytes(size)).decode())


def test_a_master_key_that_is_no_base64_is_refused() -> None:
    with pytest.raises(BadMasterKey):
        MasterKey.parse("not base64, but a passphrase")


def test_a_master_key_is_read_from_base64() -> None:
    assert MasterKey.parse(f" {base64.b64encode(KEY).decode()}\n").id == MasterKey(KEY).id


@pytest.mark.parametrize("position", range(32))
def test_every_byte_of_the_master_key_counts(position: int) -> None:
    other = MasterKey(KEY[:position] + bytes([KEY[position] ^ 1]) + KEY[position + 1 :])
    assert other.id != MasterKey(KEY).id
    with pytest.raises(CannotUnseal):
        other.unwrap("place", MasterKey(KEY).wrap("place", b"key"))


def test_a_master_key_is_neither_printed_nor_pickled() -> None:
    master = MasterKey(KEY)
    assert repr(master) == f"MasterKey({master.id})"
    with pytest.raises(TypeError):
        pickle.dumps(master)
