"""Whether a body was signed by GitHub: ECDSA on P-256 over SHA-256 of the bytes as they came.

One signature has one spelling here: strict base64, strict DER.
"""

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

LONGEST = 96
"""Characters: two numbers of 33 bytes and their frame, in base64."""
_ECDSA = ec.ECDSA(SHA256())
PublicKey = ec.EllipticCurvePublicKey


def public_key(pem: str) -> PublicKey | None:
    """None for anything but a key on P-256."""
    try:
        key = load_pem_public_key(pem.encode("ascii"))
    except ValueError:
        return None
    return key if isinstance(key, PublicKey) and isinstance(key.curve, ec.SECP256R1) else None


def signature(header: bytes) -> bytes | None:
    """The DER of a signature, or None if it is not spelt as one."""
    if len(header) > LONGEST:
        return None
    try:
        der = base64.b64decode(header, validate=True)
        spelt = encode_dss_signature(*decode_dss_signature(der))
    except (binascii.Error, ValueError, OverflowError):
        return None
    return der if spelt == der and base64.b64encode(der) == header else None


def signed(key: PublicKey, der: bytes, body: bytes) -> bool:
    try:
        key.verify(der, body, _ECDSA)
    except InvalidSignature:
        return False
    return True
