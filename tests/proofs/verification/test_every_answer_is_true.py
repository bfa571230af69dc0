"""Promise B: whatever is done while everybody asks, no gateway is told anything wrong.

Every answer is compared afterwards with what may be said of that token at that instant.
"""

import asyncio
import time
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from tests.proofs.verification.crowd import Crowd, crowd_at
from tests.proofs.verification.lives import Lives, gateway, office_at
from tests.proofs.verification.replicas import replicas
from tests.proofs.verification.truth import Says, Truth, relapses

SEED = 20270301
LEASE = 1.0
AT_ONCE = 4
"""Integrations that are worked on at the same time."""
CLIENTS = 8


async def lived(url: str, folder: Path, processes: int, laps: int) -> tuple[Truth, Crowd]:
    truth = Truth(lease=0.0 if url.startswith("sqlite") else LEASE)
    async with office_at(url, folder) as site, replicas(folder, [url] * processes) as doors:
        edge, stranger = await gateway(site, "edge", "*"), await gateway(site, "stranger", "T0ELSEWHERE")
        async with crowd_at(doors, edge, stranger, SEED) as crowd, crowd.asking(CLIENTS):
            lives = Lives(site, crowd, truth, Random(SEED))
            for lap in range(laps):
                async with asyncio.TaskGroup() as group:
                    for number in range(AT_ONCE):
                        group.create_task(lives.live(f"Integration {lap} {number}"))
            await crowd.hears_until(time.time() + truth.lease)
    return truth, crowd


def all_true(truth: Truth, crowd: Crowd) -> None:
    flaws = [(flaw, answer) for answer in crowd.answers if (flaw := truth.flaw(answer))]
    assert flaws == [], f"{len(flaws)} wrong answers of {len(crowd.answers)}"
    assert list(relapses(crowd.answers)) == []
    said = Counter(answer.says for answer in crowd.answers)
    assert min(said[Says.YES], said[Says.NO]) > 100, "it would be no proof"
    assert said[Says.DOUBT] * 100 <= len(crowd.answers), "to doubt everything is no art"


@pytest.mark.slow
async def test_no_answer_is_wrong(database_url: str, tmp_path: Path) -> None:
    all_true(*await lived(database_url, tmp_path, processes=2, laps=1))


@pytest.mark.nightly
@pytest.mark.parametrize("processes", [1, 3])
async def test_no_answer_of_many_is_wrong(database_url: str, tmp_path: Path, processes: int) -> None:
    all_true(*await lived(database_url, tmp_path, processes, laps=5))
