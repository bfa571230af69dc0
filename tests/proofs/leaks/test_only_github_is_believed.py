"""The published example verifies; whatever is different from what GitHub signed never does."""

import base64
import random

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from api.github.signature import public_key, signature, signed
from tests.proofs.leaks.counter import Desk, finding
from tests.proofs.leaks.github import (
    PUBLISHED_BODY,
    PUBLISHED_ID,
    PUBLISHED_KEY,
    PUBLISHED_SIGNATURE,
    Key,
)

MUTATIONS = 5_000


def verifies(header: bytes, body: bytes) -> bool:
    key, der = public_key(PUBLISHED_KEY), signature(header)
    assert key is not None
    return der is not None and signed(key, der, body)


def test_the_published_example_verifies() -> None:
    assert verifies(PUBLISHED_SIGNATURE, PUBLISHED_BODY)
    assert not verifies(PUBLISHED_SIGNATURE, PUBLISHED_BODY + b"\n")


def mutated(chance: random.Random, data: bytes) -> bytes:
    """One change: a bit, a byte more, one less, two that changed places, a piece said twice."""
    at, other = chance.randrange(len(data)), chance.randrange(len(data))
    changed = bytearray(data)
    match chance.randrange(5):
        case 0:
            changed[at] ^= 1 << chance.randrange(8)
        case 1:
            changed.insert(at, chance.randrange(256))
        case 2:
            del changed[at]
        case 3:
            changed[at], changed[other] = changed[other], changed[at]
        case _:
            changed[at:at] = changed[min(at, other) : max(at, other) + 1]
    return bytes(changed)


def test_mutated_signatures_and_bodies_never_verify() -> None:
    chance, der = random.Random(4), base64.b64decode(PUBLISHED_SIGNATURE)
    tried = 0
    while tried < MUTATIONS:
        header, body = PUBLISHED_SIGNATURE, PUBLISHED_BODY
        match chance.randrange(3):
            case 0:
                header = mutated(chance, header)
            case 1:
                header = base64.b64encode(mutated(chance, der))
            case _:
                body = mutated(chance, body)
        if (header, body) != (PUBLISHED_SIGNATURE, PUBLISHED_BODY):
            assert not verifies(header, body), f"mutation {tried}: {header!r} {body!r}"
            tried += 1


@pytest.mark.parametrize(
    "spelling",
    [
        PUBLISHED_SIGNATURE + b"\n",
        b" " + PUBLISHED_SIGNATURE,
        PUBLISHED_SIGNATURE.rstrip(b"="),
        PUBLISHED_SIGNATURE + b"=",
        PUBLISHED_SIGNATURE[:-3] + b"h==",
        base64.b64encode(base64.b64decode(PUBLISHED_SIGNATURE) + b"\0"),
        base64.b64encode(b"\x30\x81\x44" + base64.b64decode(PUBLISHED_SIGNATURE)[2:]),
        b"",
    ],
    ids=["newline", "space", "no padding", "more padding", "loose bits", "tail", "long form", "nothing"],
)
def test_a_signature_has_one_spelling(spelling: bytes) -> None:
    assert signature(PUBLISHED_SIGNATURE) is not None
    assert signature(spelling) is None


@pytest.mark.parametrize("curve", [ec.SECP384R1(), ec.SECP256K1()])
def test_a_key_on_another_curve_is_no_key(curve: ec.EllipticCurve) -> None:
    assert public_key(Key("other", private=ec.generate_private_key(curve)).pem) is None
    assert public_key("no key at all") is None


async def test_what_github_signed_is_answered_over_http(desk: Desk) -> None:
    published = {"key_identifier": PUBLISHED_ID, "key": PUBLISHED_KEY, "is_current": True}
    desk.github.extra = [published]
    headers = {
        "content-type": "application/json",
        "github-public-key-identifier": PUBLISHED_ID,
        "Github-Public-Key-Signature": PUBLISHED_SIGNATURE.decode(),
    }
    said = await desk.posted(PUBLISHED_BODY, headers)
    assert said.status == 200
    (answer,) = said.json
    assert answer.keys() == {"token_hash", "token_type", "label"}
    assert (answer["token_type"], answer["label"]) == ("some_type", "false_positive")
    unsigned = await desk.posted(PUBLISHED_BODY + b"\n", headers)
    assert (unsigned.status, unsigned.body) == (401, b"")


async def test_unsigned_and_badly_signed_reports_do_nothing(desk: Desk) -> None:
    integration, secret = await desk.door.integration()
    body = f"[{finding(secret)}]".replace("'", '"').encode()
    good, stranger = desk.key.headers(body), Key(desk.key.id)
    name = "GITHUB-PUBLIC-KEY-SIGNATURE"
    raw = desk.key.private.sign(body, ec.ECDSA(SHA256()))
    for headers in (
        {},
        {**good, name: ""},
        {**good, name: stranger.signature(body)},
        {**good, name: desk.key.signature(body + b" ")},
        {**good, name: raw.hex()},
        {**good, "Github-Public-Key-Identifier": "another"},
        {**good, "Github-Public-Key-Identifier": ""},
        {**good, "Github-Public-Key-Identifier": "ä"},
        {**good, "Github-Public-Key-Identifier": "x" * 300},
    ):
        said = await desk.posted(body, headers)
        assert (said.status, said.body) == (401, b""), headers
    assert await desk.alive(integration)
    assert (await desk.posted(body, good)).status == 200
    assert not await desk.alive(integration)
