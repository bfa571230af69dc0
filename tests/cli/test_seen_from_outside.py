"""Monitors see from any process whether the clock works, and what it brings to people."""

import base64
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from cli.wiring import Product, product
from core.settings import Settings
from jobs.schedule import JOBS
from tests.cli.processes import get
from tests.databases import MASTER, Clock


@pytest.fixture
async def api(database_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[Product]:
    """What gateways ask, in a process of its own: there is no clock in it."""
    settings = Settings.read(
        {
            "DATABASE_URL": database_url,
            "LATCHKEY_DATA": str(tmp_path),
            "LATCHKEY_MASTER_KEY": base64.b64encode(MASTER).decode(),
            "LATCHKEY_API_BIND": "127.0.0.1:0",
            "LATCHKEY_METRICS_BIND": "127.0.0.1:0",
        },
        lambda path: Path(path).read_text(),
    )
    async with product(settings, now=clock, parts={"api"}) as running:
        yield running


async def every_job_works(running: Product, clock: Clock) -> None:
    for job in JOBS:
        await running.database.beats.beat(job.name, clock(), job.period)


async def test_a_clock_in_another_process_is_seen_to_work_and_to_stop(api: Product, clock: Clock) -> None:
    assert api.api_url is not None
    status, said = await get(api.api_url + "/readyz/clock")
    assert (status, "deliver notices (never worked)" in said) == (503, True)

    await every_job_works(api, clock)
    assert (await get(api.api_url + "/readyz/clock"))[0] == 200

    clock.pass_(timedelta(seconds=90))
    status, said = await get(api.api_url + "/readyz/clock")
    assert (status, "deliver notices (worked last 90 s ago)" in said) == (503, True)
    assert "prune" not in said, "it is due once an hour only"
    assert (await get(api.api_url + "/readyz"))[0] == 200, "gateways are answered all the same"


async def test_what_waits_is_measured_where_no_clock_runs(api: Product, clock: Clock) -> None:
    metrics = (await get(api.metrics_url + "/metrics"))[1]
    assert "latchkey_notices_due 0.0" in metrics
    assert "latchkey_notices_oldest_due_seconds 0.0" in metrics
    assert "latchkey_reminders_due 0.0" in metrics
    assert "latchkey_notices_sent_total" not in metrics
