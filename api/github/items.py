"""What a report says: a list of findings, each judged by itself."""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from core.audit import SCANNER
from core.leaks.report import Label, Report, Source
from core.secret import Secret

MOST = 10_000


class BadList(Exception):  # noqa: N818 - an answer, not an error
    """Signed, and yet not what the protocol says."""


class TooManyItems(Exception):  # noqa: N818 - an answer, not an error
    pass


@dataclass(frozen=True, slots=True)
class Item:
    digest: str
    """SHA-256 of what was found: it names the finding in the answer, which never repeats it."""
    type: str
    report: Report | None
    """None if it cannot be a token of ours."""

    def answered(self, label: Label) -> dict[str, str]:
        return {"token_hash": self.digest, "token_type": self.type, "label": label.value}


def items(body: bytes) -> list[Item]:
    """Those that name a token. Raises `BadList` or `TooManyItems`."""
    try:
        found = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise BadList from None
    if not isinstance(found, list):
        raise BadList
    if len(found) > MOST:
        raise TooManyItems
    return [_item(each) for each in found if isinstance(each, dict) and isinstance(each.get("token"), str)]


def _item(found: dict[str, Any]) -> Item:
    token = found["token"]
    digest = sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
    secret, kind = Secret.parse(token), _text(found, "type")
    return Item(digest, kind, _report(secret, found) if secret is not None else None)


def _report(secret: Secret, found: dict[str, Any]) -> Report:
    kind = _text(found, "source").lower()
    return Report(secret=secret, source=Source.GITHUB, by=SCANNER, url=_text(found, "url"), kind=kind)


def _text(found: dict[str, Any], name: str) -> str:
    """Empty for what is missing or no text: an address may be empty anyway."""
    value = found.get(name)
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""
