"""How long it takes until `try` serves its page and is connected, and what it then holds in memory."""

import asyncio
import os
import re
import sys
import time
from pathlib import Path

import aiohttp

from bench.figures import resident_megabytes, spread, table

RUNS = 5


async def measure(folder: Path) -> None:
    first = await _start(folder)
    later = [await _start(folder) for _ in range(RUNS)]
    rows = [
        ("first, with a new database", f"{first[0]:.2f} s", f"{first[1]:.0f} MB"),
        ("later", spread([each[0] for each in later], "s", 2), spread([each[1] for each in later], "MB", 0)),
    ]
    table(f"Starting `latchkey try`, {RUNS} later starts", ("start", "until connected", "resident"), rows)


async def _start(folder: Path) -> tuple[float, float]:
    """Seconds until the bot is connected, and resident megabytes."""
    environment = os.environ | {"LATCHKEY_DATA": str(folder), "LATCHKEY_API_BIND": "127.0.0.1:0"}  # noqa: TID251
    begun = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "cli", "try", env=environment, stdout=asyncio.subprocess.PIPE
    )
    try:
        await _connected(await _page(process))
        return time.perf_counter() - begun, resident_megabytes(process.pid)
    finally:
        process.terminate()
        await process.wait()


async def _page(process: asyncio.subprocess.Process) -> str:
    if process.stdout is None:
        raise AssertionError("its output was asked for")
    async for line in process.stdout:
        found = re.search(rb"Slack page\s+(http\S+)", line)
        if found:
            return found[1].decode()
    raise RuntimeError("it ended before it served its page")


async def _connected(page: str) -> None:
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{page}live?as=U0ADA0000") as live:
        async for snapshot in live:
            if snapshot.json()["connected"]:
                return
