"""What a process holds when it remembers a million tokens, and how long it takes to learn them."""

import asyncio
import json
import os
import secrets
import sys
from datetime import UTC, datetime
from time import perf_counter
from uuid import uuid4

from api import authorization, introspection
from api.knowledge import Knowledge
from bench.figures import resident_megabytes, table
from bench.verification.servers import ENVIRONMENT
from core.token import State
from core.verification import Known

NUMBER = 1_000_000
MADE = datetime(2027, 3, 1, tzinfo=UTC)


async def measure() -> None:
    """In a process of its own, which has nothing else to remember."""
    words = (sys.executable, "-c", "from bench.verification.million import main; main()")
    process = await asyncio.create_subprocess_exec(*words, env=ENVIRONMENT, stdout=asyncio.subprocess.PIPE)
    told, _ = await process.communicate()
    rows = [
        (name, f"{figures['seconds']:.1f} s", f"{figures['bytes']:.0f}", f"{figures['megabytes']:.0f} MB")
        for name, figures in json.loads(told).items()
    ]
    title = f"{NUMBER:,} tokens in the memory of one process"
    table(title, ("what is remembered", "learnt in", "bytes each", "all together"), rows)


def _known(number: int) -> Known:
    return Known(
        tenant="T0BENCH",
        integration_id=str(uuid4()),
        name=f"Integration {number}",
        token_id=str(uuid4()),
        version=1,
        scopes=frozenset({"contacts.readonly", "invoices.readonly"}),
        state=State.CURRENT,
        issued_at=MADE.replace(microsecond=number % 1_000_000),
        ends_at=None,
        epoch=1,
    )


def main() -> None:
    knowledge = Knowledge(secrets.token_bytes, room=2 * NUMBER)
    before, begun = resident_megabytes(os.getpid()), perf_counter()
    keys = [secrets.token_bytes(16) for _ in range(NUMBER)]
    for number, key in enumerate(keys):
        knowledge.keep(key, _known(number))
    told = {"what is known": _figures(before, begun)}
    for key in keys:
        entry = knowledge.entry(key)
        if entry is not None:
            introspection.yes(entry)
            authorization.yes(entry)
    told["with both answers in words"] = _figures(before, begun)
    print(json.dumps(told))


def _figures(before: float, begun: float) -> dict[str, float]:
    megabytes = resident_megabytes(os.getpid()) - before
    return {"seconds": perf_counter() - begun, "megabytes": megabytes, "bytes": megabytes * 1024**2 / NUMBER}
