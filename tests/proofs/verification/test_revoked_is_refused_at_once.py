"""Promise B, where there is no lease: on SQLite no process says yes after "revoked" was answered by any."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.actions.revoke import revoke_all
from tests.proofs.site import TENANT, Site
from tests.proofs.verification.crowd import Crowd, crowd_at
from tests.proofs.verification.lives import gateway, office_at
from tests.proofs.verification.replicas import replicas
from tests.proofs.verification.truth import Says

PROCESSES = 3
LAPS = 10


@dataclass
class Machine:
    """Several processes with one file."""

    site: Site
    crowd: Crowd

    async def say(self, token: str) -> list[Says]:
        return [(await self.crowd.introspect(number, token)).says for number in range(PROCESSES)]


@pytest.fixture
async def machine(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Machine]:
    async with AsyncExitStack() as stack:
        site = await stack.enter_async_context(office_at(sqlite_url, tmp_path))
        doors = await stack.enter_async_context(replicas(tmp_path, [sqlite_url] * PROCESSES))
        edge = await gateway(site, "edge", "*")
        yield Machine(site, await stack.enter_async_context(crowd_at(doors, edge, edge, seed=1)))


@pytest.mark.slow
async def test_every_process_refuses_what_any_has_revoked(machine: Machine) -> None:
    for lap in range(LAPS):
        token = (await machine.site.settled(f"At a door {lap}")).tokens["old"]
        assert await machine.say(token) == [Says.YES] * PROCESSES
        await machine.crowd.revoke(lap % PROCESSES, token)
        assert await machine.say(token) == [Says.NO] * PROCESSES


@pytest.mark.slow
async def test_every_process_refuses_what_an_operator_has_revoked(machine: Machine) -> None:
    for lap in range(LAPS):
        name = f"By hand {lap}"
        token = (await machine.site.settled(name)).tokens["old"]
        assert await machine.say(token) == [Says.YES] * PROCESSES
        await revoke_all(machine.site.tools, TENANT, name)
        assert await machine.say(token) == [Says.NO] * PROCESSES
