"""What the value of a setting may look like.

Each function takes the text and gives the value, or raises `ValueError` with half a sentence that follows the
setting's name. None of them repeats a text that could be a secret.
"""

import base64
import binascii
import ipaddress
import re
from datetime import timedelta
from pathlib import PurePath
from typing import NamedTuple
from urllib.parse import urlsplit

from core.gateway import PREFIX as GATEWAY_PREFIX
from core.secret import PREFIX

KEY_BYTES = 32
MAKE_A_KEY = "openssl rand -base64 32"

_SLACK_TOKENS = {
    "xoxb-": "a bot token",
    "xapp-": "an app-level token",
    "xoxp-": "a user token",
    "xoxe.": "a token that Slack rotates, which must stay off for this app",
    "xoxe-": "a refresh token",
    "xoxa-": "a token of an old kind of app",
    "xoxc-": "a token of somebody's browser session",
    "xoxs-": "a token of somebody's browser session",
}
_SIGNING_SECRET = re.compile(r"[0-9a-f]{32}")
_COMMAND = re.compile(r"/[a-z0-9_-]{1,31}")
_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_DATABASES = ("sqlite", "postgresql")
_HIGHEST_PORT = 65535
SHORTEST_LEASE, LONGEST_LEASE = 100, 1000
"""Milliseconds. It is renewed four times in its length, so a shorter one would hang on the load."""


class Bind(NamedTuple):
    """An address to listen on."""

    host: str
    port: int


def bot_token(text: str) -> str:
    return _slack_token(text, "xoxb-", "OAuth & Permissions")


def app_token(text: str) -> str:
    return _slack_token(text, "xapp-", "Basic Information, App-Level Tokens")


def _slack_token(text: str, prefix: str, page: str) -> str:
    if re.fullmatch(re.escape(prefix) + r"[0-9A-Za-z-]+", text):
        return text
    raise _not_wanted(text, f"it starts with {prefix} and stands under “{page}”", but=prefix)


def _not_wanted(text: str, wanted: str, *, but: str = "") -> ValueError:
    """Says which kind of Slack token `text` is instead, if it is one of a kind other than `but`."""
    kinds = (kind for start, kind in _SLACK_TOKENS.items() if text.startswith(start) and start != but)
    kind = next(kinds, None)
    return ValueError(f"is {kind}; {wanted}" if kind else f"does not look right: {wanted}")


def signing_secret(text: str) -> str:
    if _SIGNING_SECRET.fullmatch(text):
        return text
    raise _not_wanted(text, "it has 32 characters of 0-9 and a-f and stands under “Basic Information”")


def web_address(text: str) -> str:
    """An https address; plain http only to this machine."""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in {"http", "https"}:
        raise ValueError("is no web address such as https://example.org/")
    if parts.scheme == "http" and not _is_loopback(host):
        raise ValueError("must start with https://, because what is sent there must not be read on the way")
    return text


def slack_api(text: str) -> str:
    return web_address(text).rstrip("/") + "/"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def database(text: str) -> str:
    """SQLAlchemy's way of naming a database. It may hold a password, so no message repeats it."""
    scheme, separator, rest = text.partition("://")
    scheme = {"postgres": "postgresql"}.get(scheme, scheme)
    if not separator or scheme.partition("+")[0] not in _DATABASES:
        raise ValueError("must start with sqlite:/// or postgresql://")
    return f"{scheme}://{rest}"


def key(text: str) -> bytes:
    """32 bytes in base64, in the usual or the URL-safe alphabet."""
    padded = text.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        value = base64.b64decode(padded + "=" * (-len(padded) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError(f"is not base64; to make one: {MAKE_A_KEY}") from None
    if len(value) != KEY_BYTES:
        raise ValueError(f"has {len(value)} bytes, not {KEY_BYTES}; to make one: {MAKE_A_KEY}")
    return value


def token_prefix(text: str) -> str:
    if PREFIX.fullmatch(text) and text != GATEWAY_PREFIX:
        return text
    raise ValueError(
        f"“{text}” must be 2 to 16 small letters and digits, a letter first, and not {GATEWAY_PREFIX}"
    )


def command(text: str) -> str:
    if _COMMAND.fullmatch(text) and text != "/compromised":
        return text
    raise ValueError(f"“{text}” must be a slash and up to 31 of a-z 0-9 - _, and not /compromised")


def bind(text: str) -> Bind:
    host, _, port = text.rpartition(":")
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    if not host or not (port.isascii() and port.isdecimal()) or int(port) > _HIGHEST_PORT:
        raise ValueError(f"“{text}” must be HOST:PORT, such as 127.0.0.1:8025")
    return Bind(host, int(port))


def lease(text: str) -> timedelta:
    """How old knowledge may be. What is promised of revocation is a second, so it only gets shorter."""
    if text.isascii() and text.isdecimal() and SHORTEST_LEASE <= int(text) <= LONGEST_LEASE:
        return timedelta(milliseconds=int(text))
    raise ValueError(f"“{text}” must be a number from {SHORTEST_LEASE} to {LONGEST_LEASE}")


def path(text: str) -> PurePath:
    return PurePath(text)


def log_level(text: str) -> str:
    if text.upper() in _LOG_LEVELS:
        return text.upper()
    raise ValueError(f"“{text}” must be one of {', '.join(_LOG_LEVELS)}")
