"""Requests as nobody should send them, and as everybody does: the same ones for the same seed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar
from urllib.parse import quote_from_bytes

Choice = TypeVar("Choice")
METHODS = ["GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]
PATHS = [
    "/v1/introspect",
    "/v1/authorize",
    "/v1/authorize/contacts/7",
    "/v1/revoke",
    "/v1/whoami",
    "/v1/scopes",
    "/openapi.json",
    "/healthz",
    "/readyz",
    "/",
]
TYPES = [
    "application/x-www-form-urlencoded",
    "application/json",
    "application/json; charset=utf-16",
    "Application/X-WWW-Form-Urlencoded;charset=utf-8",
    "multipart/form-data; boundary=x",
    "",
]
FIELDS = ["token", "client_ip", "user_agent", "required_scope", "token_type_hint", "", "toke\u0301n"]
ODD = [
    b"",
    b" ",
    b"\x00",
    b"\xff\xfe",
    "é".encode(),
    b"%",
    b"%zz",
    b"+",
    b"&",
    b"=",
    b'"',
    b"\\",
    b"A" * 5000,
]
SCOPES = [b"contacts.readonly", b"invoices.readonly contacts.write", b"  ", b'a"b', b"x" * 1001, b"\xe9"]
ADDRESSES = [b"203.0.113.7", b"2001:db8::1", b"::ffff:10.0.0.1", b"999.1.1.1", b"fe80::1%eth0"]


@dataclass(frozen=True)
class Material:
    """What is worth sending because it means something here."""

    tokens: Sequence[bytes]
    credentials: Sequence[bytes]


class Fuzz:
    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.material = Material((), ())

    def request(self) -> bytes:
        """One that ends where it says that it ends."""
        method, path = self.method(), self.path()
        if self.chance(0.5):
            method, path = self.one_of((b"POST", b"/v1/introspect"), (b"GET", b"/v1/authorize"))
        body = self.body() if method == b"POST" or self.chance(0.2) else b""
        headers = [(b"Host", b"latchkey"), *self.headers(path)]
        if self.chance(0.1):
            headers.append((b"Transfer-Encoding", b"chunked"))
            body = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in self.pieces(body)) + b"0\r\n\r\n"
        elif body:
            headers.append((b"Content-Length", str(len(body)).encode()))
        head = b"".join(b"%b: %b\r\n" % header for header in headers)
        return b"%b %b HTTP/1.1\r\n%b\r\n%b" % (method, path, head, body)

    def broken(self) -> bytes:
        """One that may be anything by now."""
        request = bytearray(self.request())
        for _ in range(self.random.randint(1, 4)):
            at = self.random.randrange(len(request))
            odd = self.one_of(b"", b"\r\n", b"\x00", b":", self.random.randbytes(3), bytes(request[:40]))
            request[at : at + self.one_of(0, 1, 1, 8)] = odd
        return bytes(request)

    def pieces(self, whole: bytes) -> list[bytes]:
        """As they may arrive."""
        cuts = sorted(self.random.choices(range(len(whole) + 1), k=self.random.randint(0, 3)))
        ends = zip([0, *cuts], [*cuts, len(whole)], strict=True)
        return [whole[start:end] for start, end in ends if start < end]

    def method(self) -> bytes:
        return self.one_of(*METHODS).encode()

    def path(self) -> bytes:
        path = self.one_of(*PATHS).encode()
        if self.chance(0.3):
            path += b"?%b=%b" % (self.one_of(b"token", b"access_token", b"x", b"%74oken"), self.quoted())
        if self.chance(0.1):
            path += self.one_of(b"/", b"//", b"/..", b"%2f", b"%00", b"%e9", b"#x", b"/" + b"a" * 5000)
        return path

    def headers(self, path: bytes) -> list[tuple[bytes, bytes]]:
        """Mostly what belongs there, and something else."""
        bearer = b"Bearer " + self.token()
        usual = [
            (b"Authorization", self.credential() if path.startswith(b"/v1/introspect") else bearer),
            (b"X-Gateway-Authorization", self.credential()),
            (b"Content-Type", TYPES[0].encode()),
        ]
        odd = [
            (b"Authorization", self.one_of(self.credential(), bearer, self.plain())),
            (b"X-Gateway-Authorization", self.one_of(self.credential(), bearer, self.plain())),
            (b"X-Required-Scope", self.one_of(*SCOPES)),
            (b"X-Client-IP", self.one_of(*ADDRESSES)),
            (b"X-Client-User-Agent", self.plain()),
            (b"Content-Type", self.one_of(*TYPES).encode()),
            (b"Connection", self.one_of(b"keep-alive", b"close", b"upgrade")),
            (b"Expect", b"100-continue"),
            (b"X-" + b"y" * self.one_of(1, 100), self.plain()),
        ]
        weights = [2, 2, 5, 5, 5, 3, 0.4, 0.2, 1]
        more = self.random.choices(odd, weights, k=self.one_of(0, 0, 1, 1, 2))
        return [each for each in usual if self.chance(0.9)] + more

    def credential(self) -> bytes:
        known = self.one_of(*self.material.credentials)
        return known if self.chance(0.9) else self.mutated(known)

    def token(self) -> bytes:
        known = self.one_of(*self.material.tokens)
        return known if self.chance(0.8) else self.mutated(known)

    def mutated(self, text: bytes) -> bytes:
        at = self.random.randrange(len(text))
        return text[:at] + self.one_of(b"x", b"0", b"\xc3\xa9", b" ", b"=", text[:9], b"") + text[at + 1 :]

    def plain(self) -> bytes:
        """A value that does not end its header."""
        value = self.random.randbytes(self.random.randint(0, 40))
        return value.replace(b"\r", b"").replace(b"\n", b"").strip()

    def value(self) -> bytes:
        return self.token() if self.chance(0.2) else self.one_of(*ODD, *SCOPES, self.plain())

    def quoted(self) -> bytes:
        return quote_from_bytes(self.value()).encode()

    def body(self) -> bytes:
        kind = self.random.random()
        if kind < 0.7:
            pairs = [(b"token", quote_from_bytes(self.token()).encode())]
            pairs += [(name.encode(), self.quoted()) for name in self.some(FIELDS, 2)]
            return b"&".join(name + b"=" + value for name, value in pairs)
        if kind < 0.9:
            return self.json()
        return self.one_of(*ODD, self.plain(), b"token=" + self.token(), b"[" * 3000)

    def json(self) -> bytes:
        text = self.value().decode("latin-1")
        values: list[object] = [text, None, 7, 1e308, True, ["x"], {"token": "x"}, "\ud800"]
        document: dict[str, object] = {"token": self.token().decode("latin-1")}
        document |= {name: self.one_of(*values) for name in self.some(FIELDS, 3)}
        written = json.dumps(document).encode()
        return written if self.chance(0.8) else self.mutated(written)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def one_of(self, *choices: Choice) -> Choice:
        return self.random.choice(choices)

    def some(self, choices: Sequence[Choice], most: int) -> list[Choice]:
        return self.random.choices(choices, k=self.random.randint(0, most))
