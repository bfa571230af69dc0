"""The fields of a body: a form, as OAuth says, or JSON for those who prefer it."""

import json
import re
from typing import Any
from urllib.parse import unquote_to_bytes

FORM, JSON = b"application/x-www-form-urlencoded", b"application/json"
_TOKEN_ALONE = re.compile(rb"token=(\w+)")


class BadForm(Exception):  # noqa: N818 - an answer, not an error
    def __init__(self, status: int, detail: str) -> None:
        self.status, self.detail = status, detail
        super().__init__(detail)


def fields(content_type: bytes, body: bytes) -> dict[bytes, bytes]:
    """By name. Raises `BadForm`."""
    if content_type == FORM:
        return _of_form(body)
    kind = content_type.partition(b";")[0].strip().lower()
    if kind == FORM:
        return _of_form(body)
    if kind == JSON:
        return _of_json(body)
    raise BadForm(415, "Send a form (application/x-www-form-urlencoded) or JSON (application/json).")


def in_query(query: bytes, *names: bytes) -> bool:
    """Whether an address carries one of these. Only names are looked at."""
    return any(_plain(pair.partition(b"=")[0]) in names for pair in query.split(b"&")) if query else False


def _of_form(body: bytes) -> dict[bytes, bytes]:
    alone = _TOKEN_ALONE.fullmatch(body)
    if alone is not None:  # as most gateways ask
        return {b"token": alone[1]}
    found: dict[bytes, bytes] = {}
    for pair in body.split(b"&"):
        name, _, value = pair.partition(b"=")
        _put(found, _plain(name), _plain(value))
    return found


def _plain(text: bytes) -> bytes:
    if b"%" in text or b"+" in text:
        return unquote_to_bytes(text.replace(b"+", b" "))
    return text


def _of_json(body: bytes) -> dict[bytes, bytes]:
    try:
        pairs = json.loads(body.decode("utf-8"), object_pairs_hook=_Pairs)
    except (ValueError, RecursionError):
        raise BadForm(400, "That is not JSON.") from None
    if not isinstance(pairs, _Pairs):
        raise BadForm(400, "Send one JSON object.")
    found: dict[bytes, bytes] = {}
    for name, value in pairs:
        _put(found, _bytes(name), _bytes(value) if isinstance(value, str) else b"")
    return found


class _Pairs(list[tuple[str, Any]]):
    """An object before its repeated names are lost."""


def _put(found: dict[bytes, bytes], name: bytes, value: bytes) -> None:
    if name in found and name:
        raise BadForm(400, "Each field may be there once.")
    found[name] = value


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
