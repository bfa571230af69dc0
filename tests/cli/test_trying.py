"""Anybody can try it in a minute: no account, nothing real, nothing left behind elsewhere."""

import signal
import socket
from pathlib import Path

import pytest

from tests.cli.processes import FREE_PORTS, get, started

REAL = {"SLACK_BOT_TOKEN": "xoxb-12-34-realLooking", "DATABASE_URL": "postgresql://nowhere/never"}


async def test_one_command_serves_a_page_and_says_where_and_what_to_type(tmp_path: Path) -> None:
    async with started(tmp_path, "try", "--port", "0", given=FREE_PORTS) as process:
        page = (await process.says(r"Slack page +(\S+)"))[1]
        api = (await process.says(r"API +(\S+)"))[1]
        await process.says(r"pretend Slack, on this machine only")
        await process.says(r"/integrations create")
        status, html = await get(page)
        assert (status, "<html" in html) == (200, True)
        assert (await get(api + "/readyz"))[0] == 200
        assert await process.stopped(signal.SIGINT) == 0
    assert process.err == []


@pytest.mark.slow
async def test_what_is_real_has_no_part_in_it(tmp_path: Path) -> None:
    async with started(tmp_path, "try", "--port", "0", given={**FREE_PORTS, **REAL}) as process:
        await process.says(r"Slack page +(\S+)")
        assert await process.stopped() == 0
    assert process.err == ["SLACK_BOT_TOKEN is set. It is not used here: nothing leaves this machine."]


@pytest.mark.slow
async def test_its_data_stays_apart_and_is_there_again_next_time(tmp_path: Path) -> None:
    keys = []
    for _ in range(2):
        given = {**FREE_PORTS, "LATCHKEY_DATA": "mine"}
        async with started(tmp_path, "try", "--port", "0", given=given) as process:
            await process.says(r"Data +mine/try")
            assert await process.stopped() == 0
        keys.append((tmp_path / "mine" / "try" / "master.key").read_text())
    assert keys[0] == keys[1]
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["try"]
    for name in ("master.key", "latchkey.db"):
        assert (tmp_path / "mine" / "try" / name).stat().st_mode & 0o777 == 0o600


@pytest.mark.slow
async def test_a_port_that_is_taken_gives_way_to_a_free_one(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        given = {**FREE_PORTS, "LATCHKEY_API_BIND": f"127.0.0.1:{port}"}
        async with started(tmp_path, "try", "--port", port, given=given) as process:
            page = (await process.says(r"Slack page +(\S+)"))[1]
            assert f":{port}" not in page
            assert (await get(page))[0] == 200
            assert await process.stopped() == 0
