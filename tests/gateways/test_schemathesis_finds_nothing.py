"""Schemathesis reads /openapi.json and tries to catch us out: by examples, at the edges, and by chance."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.databases import NewDatabase
from tests.gateways.standing import Addresses, Standing, standing

CONFIGURATION = """
[auth.openapi.gateway]
username = "{name}"
password = "{secret}"

[auth.openapi.forwarded]
api_key = "Basic {credential}"

[auth.openapi.holder]
bearer = "{token}"

# What is too large is 413, and what comes too often 429, whether it would have been right or wrong;
# Schemathesis has not thought of that.
[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "405", "413", "415", "429"]

[checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "403", "413", "429"]

# Only GitHub can sign what it reports, so all else is 401; others soon hear 429.
[[operations]]
include-path-regex = "^/v1/leaks"
warnings = false
"""
OPTIONS = (
    "--generation-deterministic",
    "--continue-on-failure",
    "--no-color",
    # Nothing is made by one request and found by another, whatever methods /v1/authorize answers.
    "--phases=examples,coverage,fuzzing",
    # These say 503, as documented, where the clock and the bot run in another process.
    "--exclude-path-regex=^/readyz/",
)


@asynccontextmanager
async def configured(addresses: Addresses, folder: Path) -> AsyncIterator[str]:
    gateway = {
        "name": addresses.name,
        "secret": addresses.secret.reveal(),
        "credential": addresses.credential,
    }
    (folder / "gateway.toml").write_text(CONFIGURATION.format(token="{token}", **gateway))
    yield f"http://{addresses.latchkey}"


async def findings(here: Standing, examples: int) -> str:
    """What it says if it found something."""
    folder = here.folder / "gateway"
    text = (folder / "gateway.toml").read_text().format(token=here.secret.reveal())
    (folder / "schemathesis.toml").write_text(text)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "schemathesis.cli", "run", f"{here.url}/openapi.json"),
        *(*OPTIONS, f"--max-examples={examples}"),
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await process.communicate()
    return told.decode() if process.returncode or b"No issues found" not in told else ""


@pytest.mark.parametrize(
    "examples",
    [
        pytest.param(10, id="quick", marks=pytest.mark.slow),
        pytest.param(200, id="long", marks=pytest.mark.nightly),
    ],
)
async def test_what_the_document_says_holds(new_sqlite: NewDatabase, tmp_path: Path, examples: int) -> None:
    new_sqlite(tmp_path)
    async with standing(configured, tmp_path) as here:
        assert await findings(here, examples) == ""
