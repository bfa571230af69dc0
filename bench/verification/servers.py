"""What is measured: the product as people run it, and a bare application. Each is a process of its own."""

import asyncio
import os
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.fleet import MASTER_TEXT, sqlite_url
from bench.verification.client import Address

SERVERS, CLIENTS = 0, 1
"""Cores. The load comes from the second one."""
ENVIRONMENT = dict(os.environ)  # noqa: TID251 - a child process must be given one


@dataclass(frozen=True)
class Server:
    address: Address
    pid: int


def pin(process: int, core: int) -> None:
    if (os.cpu_count() or 1) > 1 and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(process, {core})


def core_seconds(process: int) -> float:
    """How long a process has had a core so far, as Linux counts it."""
    spent = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(spent[11]) + int(spent[12])) / os.sysconf("SC_CLK_TCK")


def free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


@asynccontextmanager
async def product(folder: Path, url: str = "") -> AsyncIterator[Server]:
    port = free()
    settings = {
        "DATABASE_URL": url or sqlite_url(folder),
        "LATCHKEY_DATA": str(folder),
        "LATCHKEY_MASTER_KEY": MASTER_TEXT,
        "LATCHKEY_API_BIND": f"127.0.0.1:{port}",
        "LATCHKEY_METRICS_BIND": "127.0.0.1:0",
        "LATCHKEY_LOG_LEVEL": "WARNING",
    }
    async with running(sys.executable, "-m", "cli", "api", port=port, given=settings) as server:
        yield server


@asynccontextmanager
async def bare() -> AsyncIterator[Server]:
    port = free()
    async with running(sys.executable, "-m", "bench.verification.bare", str(port), port=port) as server:
        yield server


@asynccontextmanager
async def running(*words: str, port: int, given: Mapping[str, str] | None = None) -> AsyncIterator[Server]:
    process = await asyncio.create_subprocess_exec(*words, env=ENVIRONMENT | dict(given or {}))
    pin(process.pid, SERVERS)
    try:
        await answers(port, "/readyz", process)
        yield Server(("127.0.0.1", port), process.pid)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def answers(port: int, path: str, process: asyncio.subprocess.Process) -> None:
    """Until it answers anything at all. Raises if it ends instead."""
    while True:
        try:
            await asyncio.to_thread(urllib.request.urlopen, f"http://127.0.0.1:{port}{path}", timeout=5)
        except urllib.error.HTTPError:
            return
        except OSError:
            if process.returncode is not None:
                raise RuntimeError("the server ended before it answered") from None
            await asyncio.sleep(0.05)
        else:
            return
