"""Verification: how fast, how fast under attack, how soon a revoked token is refused.

Servers have one core and the load has the other. Everything stays on this machine and ends by itself. Where
a ratio is by core time, it is by the seconds that each server's process had a core: on a busy machine that is
the figure to look at.
"""

import os
from pathlib import Path

from bench.verification import behind_nginx, flood, million, revoking, speed, telling_apart
from bench.verification.servers import CLIENTS, pin
from bench.verification.stock import stock

SIZE, FOREIGN = 100_000, 500


async def measure(folder: Path) -> None:
    cores = os.sched_getaffinity(0)
    pin(0, CLIENTS)
    try:
        await _measure(folder)
    finally:
        os.sched_setaffinity(0, cores)


async def _measure(folder: Path) -> None:
    for name in ("many", "few"):
        (folder / name).mkdir()
    many = await stock(folder / "many", SIZE, FOREIGN)
    await speed.measure(many)
    await behind_nginx.measure(many)
    await flood.measure(many)
    await telling_apart.measure(many)
    await revoking.measure(folder / "few")
    await million.measure()
