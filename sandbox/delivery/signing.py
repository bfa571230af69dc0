"""Slack's signature: proof that a request comes from it and is not older than it says."""

import hashlib
import hmac


def signature(signing_secret: str, timestamp: int, body: bytes) -> str:
    base = b"v0:" + str(timestamp).encode() + b":" + body
    return "v0=" + hmac.new(signing_secret.encode(), base, hashlib.sha256).hexdigest()
