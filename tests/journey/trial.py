"""`make try`, started as a person starts it: a process of its own, with its data in an empty folder."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import monotonic

import pytest

from cli.commands.try_ import trial_settings
from cli.opening import opened
from core.actions.verify import verify
from core.secret import Secret

ROOT = Path(__file__).parents[2]
OURS = ("LATCHKEY_", "SLACK_", "DATABASE_URL")
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Trial:
    page: str
    environment: Mapping[str, str]
    began: float

    def age(self) -> timedelta:
        return timedelta(seconds=monotonic() - self.began)

    async def accepts(self, token: str) -> bool:
        """What a gateway would be told, from the same database."""
        secret = Secret.parse(token)
        assert secret is not None, "what was copied is not even shaped like a token"
        async with opened(trial_settings(self.environment)) as base:
            return await verify(base.tools, secret) is not None


@asynccontextmanager
async def trying(folder: Path) -> AsyncIterator[Trial]:
    """From the command until Ctrl-C. Fails the test if it complains, or does not end well."""
    began, environment = monotonic(), _environment(folder)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "cli", "try", "--port", "0"),
        cwd=folder,  # away from anybody's .env
        env=environment,
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=PIPE,
    )
    try:
        yield Trial(await _page_of(process), environment, began)
    finally:
        if process.returncode is None:
            process.terminate()
        _, complaints = await process.communicate()
    assert (process.returncode, complaints.decode()) == (0, "")


def _environment(folder: Path) -> dict[str, str]:
    """This one, without settings of somebody's own; every port is one that is free."""
    rest = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}  # noqa: TID251 - a process is given one
    return rest | {
        "PYTHONPATH": str(ROOT),
        "LATCHKEY_DATA": str(folder / "data"),
        "LATCHKEY_API_BIND": "127.0.0.1:0",
        "LATCHKEY_METRICS_BIND": "127.0.0.1:0",
    }


async def _page_of(process: Process) -> str:
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE):
        async for line in process.stdout:
            words = line.decode().split()
            if words[:2] == ["Slack", "page"]:
                return words[-1]
    pytest.fail(f"it ended before it named its page: {await process.communicate()}")
