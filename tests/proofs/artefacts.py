"""All that the product leaves behind, as bytes: where a token in clear could be lying around."""

import json
import logging
import traceback
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import psycopg
import pytest
import structlog
from sqlalchemy import make_url

from cli.logs import configure
from core.secret import Secret
from tests.office import Office
from tests.proofs.ledger import ledger_at
from tests.proofs.tokens import TOKEN

SHOWN = "(the token)"


@dataclass
class Witness:
    """Sees what leaves the process, and every token that is made."""

    minted: list[str] = field(default_factory=list)
    unredacted: list[str] = field(default_factory=list)
    """What was logged, before the second net, with all that belongs to a record."""
    requests: list[tuple[str, str]] = field(default_factory=list)
    """Address and body of each request."""

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        mint, send = Secret.mint, aiohttp.ClientSession._request

        def minting(prefix: str, random: Callable[[int], bytes]) -> Secret:
            secret = mint(prefix, random)
            self.minted.append(secret.reveal())
            return secret

        async def sending(session: Any, method: str, url: Any, **more: Any) -> Any:
            self.requests.append((f"{method} {url} {more.get('params')}", str(more.get("data") or more)))
            return await send(session, method, url, **more)

        patch.setattr(Secret, "mint", staticmethod(minting))
        patch.setattr(aiohttp.ClientSession, "_request", sending)


class _Everything(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.NOTSET)
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        broken = "".join(traceback.format_exception(*record.exc_info)) if record.exc_info else ""
        self._lines.append(f"{record.getMessage()} {record.__dict__} {broken}")


@contextmanager
def logging_everything(unredacted: list[str]) -> Iterator[None]:
    """The product's own set-up at its most talkative, with one more listener; all undone afterwards."""
    root = logging.getLogger()
    level = root.level
    configure("DEBUG")
    root.addHandler(_Everything(unredacted))
    ours = list(root.handlers)
    try:
        yield
    finally:
        for handler in ours:
            root.removeHandler(handler)
        root.setLevel(level)
        structlog.reset_defaults()


async def left_behind(office: Office, witness: Witness, stderr: str) -> dict[str, bytes]:
    """By name. The one place of each token in the one message that shows it is taken out."""
    url = office.product.settings.database
    return {
        "log": stderr.encode(),
        "log without its second net": "\n".join(witness.unredacted).encode(),
        "addresses": "\n".join(address for address, _ in witness.requests).encode(),
        "what Slack was told": "\n".join(_besides_the_message(witness)).encode(),
        "what Slack holds": _held_by_slack(office),
        "metrics": await _metrics(office),
        "audit export": "\n".join([line async for line in _exported(office)]).encode(),
        "outbox": _table(url, "outbox"),
        "forms": _table(url, "intents"),
        "files": b"\n".join(_files(url)),
    }


def _besides_the_message(witness: Witness) -> Iterator[str]:
    """The body of every request; of the token message, the rest of it, its `text` included."""
    for _, body in witness.requests:
        yield TOKEN.sub(SHOWN, body, count=1) if '"rich_text_preformatted"' in body else body


def _held_by_slack(office: Office) -> bytes:
    """Every view, and every message that is no token message."""
    people = [office.ada, office.adi, office.mia]
    views = [view.view.definition for person in people for view in person.modals]
    messages = [message.message for person in people for message in person.sees]
    rest = [(each.text, each.metadata, each.blocks if not each.is_ephemeral else "") for each in messages]
    return json.dumps([views, rest], default=str).encode()


async def _metrics(office: Office) -> bytes:
    address = f"{office.product.metrics_url}/metrics"
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        assert answer.ok
        return await answer.read()


async def _exported(office: Office) -> AsyncIterator[str]:
    async for line in office.database.audit.json_lines():
        yield line
    async for line in office.database.audit.csv_lines():
        yield line


def _table(url: str, name: str) -> bytes:
    with ledger_at(url) as ledger:
        return repr(ledger.rows(f"SELECT * FROM {name}")).encode()  # noqa: S608 - names of ours


def _files(url: str) -> Iterator[bytes]:
    """SQLite: the file, its log and its index. PostgreSQL: the server's folder, with both its logs."""
    if make_url(url).get_backend_name() == "sqlite":
        path = Path(make_url(url).database or "")
        yield from (each.read_bytes() for each in path.parent.iterdir() if each.is_file())
        return
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        folder = Path(connection.execute("SHOW data_directory").fetchone()[0])  # type: ignore[index]
        number = connection.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        ours = folder / "base" / str(number.fetchone()[0])  # type: ignore[index]
    for where in (ours, folder / "pg_wal", folder / "log"):
        yield from (
            each.read_bytes() for each in ([where] if where.is_file() else where.iterdir()) if each.is_file()
        )
