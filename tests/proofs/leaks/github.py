"""GitHub, as far as it concerns us: it signs reports, publishes its keys, and changes them.

The published example is from GitHub's documentation for secret scanning partners (CC BY 4.0).
"""

import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cli.serving import serving
from core.setting_values import Bind

PUBLISHED_ID = "bcb53661c06b4728e59d897fb6165d5c9cda0fd9cdf9d09ead458168deb7518c"
PUBLISHED_KEY = (
    "-----BEGIN PUBLIC KEY-----\n"
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYAGMWO8XgCamYKMJS6jc/qgvSlAd\n"
    "AjPuDPRcXU22YxgBrz+zoN19MzuRyW87qEt9/AmtoNP5GrobzUvQSyJFVw==\n"
    "-----END PUBLIC KEY-----\n"
)
PUBLISHED_BODY = (
    b'[{"source":"commit","token":"some_token","type":"some_type",'
    b'"url":"https://example.com/base-repo-url/"}]'
)
PUBLISHED_SIGNATURE = (
    b"MEQCIQDaMKqrGnE27S0kgMrEK0eYBmyG0LeZismAEz/BgZyt7AIfXt9fErtRS4XaeSt/AO1RtBY66YcAdjxji410VQV4xg=="
)


@dataclass
class Key:
    id: str
    current: bool = True
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    @property
    def pem(self) -> str:
        public = self.private.public_key()
        return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    def signature(self, body: bytes) -> str:
        return base64.b64encode(self.private.sign(body, ec.ECDSA(SHA256()))).decode()

    def headers(self, body: bytes) -> dict[str, str]:
        """In the spelling of GitHub's own examples; names of headers have no case."""
        signed = {
            "Github-Public-Key-Identifier": self.id,
            "GITHUB-PUBLIC-KEY-SIGNATURE": self.signature(body),
        }
        return {"Content-Type": "application/json", **signed}


@dataclass
class Github:
    """A small server of keys, which counts who asks."""

    keys: list[Key]
    extra: list[dict[str, Any]] = field(default_factory=list)
    """Entries that are no keys of ours."""
    status: int = 200
    url: str = ""
    asked: int = 0
    unchanged: int = 0

    @property
    def document(self) -> bytes:
        listed = [{"key_identifier": key.id, "key": key.pem, "is_current": key.current} for key in self.keys]
        return json.dumps({"public_keys": [*self.extra, *listed]}).encode()

    async def answer(self, request: Request) -> Response:
        self.asked += 1
        if self.status != 200:
            return Response(b"{}", self.status)
        etag = f'"{hash(self.document)}"'
        if request.headers.get("if-none-match") == etag:
            self.unchanged += 1
            return Response(status_code=304)
        return Response(self.document, headers={"ETag": etag})


@asynccontextmanager
async def github(*keys: Key, extra: list[dict[str, Any]] | None = None) -> AsyncIterator[Github]:
    there = Github(list(keys), extra or [])
    app = Starlette(routes=[Route("/keys", there.answer)])
    async with serving(app, Bind("127.0.0.1", 0), "") as url:
        there.url = f"{url}/keys"
        yield there
