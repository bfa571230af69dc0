"""`latchkey …` as a process of its own, which can be listened to and stopped."""

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox import Sandbox
from tests.cli.commands import settings

ROOT = Path(__file__).parent.parent.parent
WITHIN = 60.0
"""Seconds that a process may take for anything, on a machine that is busy with other tests."""


class Process:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.out: list[str] = []
        self.err: list[str] = []
        self._said = asyncio.Condition()
        self._reading = [
            asyncio.create_task(self._read(process.stdout, self.out)),
            asyncio.create_task(self._read(process.stderr, self.err)),
        ]

    async def _read(self, stream: asyncio.StreamReader | None, lines: list[str]) -> None:
        assert stream is not None
        async for line in stream:
            async with self._said:
                lines.append(line.decode().rstrip("\n"))
                self._said.notify_all()
        async with self._said:
            self._said.notify_all()

    async def until(self, found: Callable[[], object]) -> None:
        """Wait for something that it says. Fails with all that it said instead."""
        try:
            async with asyncio.timeout(WITHIN), self._said:
                await self._said.wait_for(found)
        except TimeoutError:
            pytest.fail("it never said so; it said:\n" + "\n".join(self.out + self.err))

    async def says(self, pattern: str) -> re.Match[str]:
        """The first place on stdout that fits."""
        await self.until(lambda: re.search(pattern, "\n".join(self.out)))
        found = re.search(pattern, "\n".join(self.out))
        assert found is not None
        return found

    async def logs(self, event: str) -> dict[str, Any]:
        """The first log line of that event."""
        await self.until(lambda: self._logged(event))
        return self._logged(event)[0]

    def _logged(self, event: str) -> list[dict[str, Any]]:
        lines = [json.loads(line) for line in self.err if line.startswith("{")]
        return [line for line in lines if line["event"] == event]

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    async def ended(self) -> int:
        """Its exit status, once it has ended by itself."""
        async with asyncio.timeout(WITHIN):
            code = await self._process.wait()
            await asyncio.gather(*self._reading)
            return code

    async def stopped(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.send(number)
        return await self.ended()

    async def kill(self) -> None:
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()
        await asyncio.gather(*self._reading)


@asynccontextmanager
async def started(folder: Path, *words: str, given: Mapping[str, str]) -> AsyncIterator[Process]:
    """In an empty folder, with the settings that are given and no others."""
    environment = {
        "PATH": os.environ["PATH"],  # noqa: TID251 - a process needs it
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "error",
        "PYTHONDONTWRITEBYTECODE": "1",
        **given,
    }
    process = Process(
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "cli",
            *words,
            cwd=folder,
            env=environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
    )
    try:
        yield process
    finally:
        await process.kill()


FREE_PORTS = {
    "LATCHKEY_API_BIND": "127.0.0.1:0",
    "LATCHKEY_BOT_BIND": "127.0.0.1:0",
    "LATCHKEY_METRICS_BIND": "127.0.0.1:0",
}


def for_socket_mode(slack: Sandbox, folder: Path) -> dict[str, str]:
    return {
        **settings(folder),
        **FREE_PORTS,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
    }


def for_http_mode(slack: Sandbox, folder: Path) -> dict[str, str]:
    given = {**for_socket_mode(slack, folder), "SLACK_SIGNING_SECRET": slack.signing_secret}
    del given["SLACK_APP_TOKEN"]
    return given


async def get(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.text()
