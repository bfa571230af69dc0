"""`run` and its parts as real processes, against the pretend Slack."""

import asyncio
import json
import signal
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cli.manifest import manifest
from core.secret import SHAPE
from sandbox import Sandbox
from tests.cli.commands import settings
from tests.cli.processes import FREE_PORTS, for_http_mode, for_socket_mode, get, started

pytestmark = pytest.mark.slow


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    async with Sandbox(manifest=manifest(), ack_within=15) as running:  # other tests keep the machine busy
        yield running


async def test_in_socket_mode_people_are_served_and_monitors_answered(slack: Sandbox, tmp_path: Path) -> None:
    async with started(tmp_path, "run", given=for_socket_mode(slack, tmp_path / "data")) as process:
        serving = await process.logs("serving")
        assert (serving["socket_mode"], serving["tenant"]) == (True, slack.team_id)
        await slack.waits_until(lambda: slack.connected)
        ada = slack.person("ada")
        await ada.types("/integrations create")
        await ada.waits_until(lambda: ada.modal and ada.modal.submit)
        for path in ("/healthz", "/readyz", "/readyz/clock", "/readyz/slack"):
            assert (await get(serving["api"] + path))[0] == 200, path
        assert "latchkey_slack_connected 1.0" in (await get(serving["metrics"] + "/metrics"))[1]
        assert await process.stopped() == 0
    assert not slack.connected


async def test_after_an_uninstall_it_starts_anew_and_verification_goes_on(
    slack: Sandbox, tmp_path: Path
) -> None:
    await slack.uninstall()
    async with started(tmp_path, "run", given=for_socket_mode(slack, tmp_path / "data")) as process:
        serving = await process.logs("serving")
        assert (await get(serving["api"] + "/readyz"))[0] == 200
        status, answer = await get(serving["api"] + "/readyz/slack")
        assert status == 503
        assert "The app was uninstalled" in answer
        assert await process.stopped() == 0


async def test_in_http_mode_slack_calls_the_bot(slack: Sandbox, tmp_path: Path) -> None:
    async with started(tmp_path, "run", given=for_http_mode(slack, tmp_path / "data")) as process:
        serving = await process.logs("serving")
        slack.deliver_over_http(serving["bot"] + "/slack/events")
        ada = slack.person("ada")
        await ada.types("/integrations create")
        await ada.waits_until(lambda: ada.modal and ada.modal.submit)
        assert (await get(serving["api"] + "/readyz/slack"))[0] == 200
        await get(serving["bot"] + "/slack/events")
        assert "latchkey_refused_requests_total 1.0" in (await get(serving["metrics"] + "/metrics"))[1]
        assert await process.stopped() == 0


@pytest.mark.parametrize("mode", [for_socket_mode, for_http_mode])
async def test_what_was_acknowledged_is_finished_before_it_ends(
    slack: Sandbox, tmp_path: Path, mode: type
) -> None:
    async with started(tmp_path, "run", given=mode(slack, tmp_path / "data")) as process:
        serving = await process.logs("serving")
        if serving["bot"]:
            slack.deliver_over_http(serving["bot"] + "/slack/events")
        else:
            await slack.waits_until(lambda: slack.connected)
        ada = slack.person("ada")
        slack.faults.next("views.update", "slow", seconds=0.5)
        await ada.types("/integrations create")
        await ada.waits_until(lambda: ada.modal)
        assert not (ada.modal and ada.modal.submit), "the form is still being drawn"
        assert await process.stopped() == 0
        assert ada.modal is not None
        assert ada.modal.submit


async def test_a_second_signal_ends_it_at_once(slack: Sandbox, tmp_path: Path) -> None:
    async with started(tmp_path, "run", given=for_socket_mode(slack, tmp_path / "data")) as process:
        await process.logs("serving")
        await slack.waits_until(lambda: slack.connected)
        ada = slack.person("ada")
        slack.faults.next("views.update", "slow", seconds=8)
        await ada.types("/integrations create")
        await ada.waits_until(lambda: ada.modal)
        process.send(signal.SIGTERM)
        await slack.waits_until(lambda: not slack.connected)
        async with asyncio.timeout(4):
            assert await process.stopped() == 128 + signal.SIGTERM


async def test_no_token_reaches_the_log_at_any_level(slack: Sandbox, tmp_path: Path) -> None:
    given = {**for_socket_mode(slack, tmp_path / "data"), "LATCHKEY_LOG_LEVEL": "DEBUG"}
    async with started(tmp_path, "run", given=given) as process:
        await process.logs("serving")
        await slack.waits_until(lambda: slack.connected)
        ada = slack.person("ada")
        await ada.types("/integrations create")
        await ada.waits_until(lambda: ada.modal and ada.modal.submit)
        await ada.fills({"name": "Billing sync", "scopes": ["contacts.readonly"]})
        await ada.submits()
        await ada.waits_until(lambda: any(SHAPE.search(message.all_text) for message in ada.sees))
        assert await process.stopped() == 0
    assert all(isinstance(json.loads(line), dict) for line in process.err)
    said = "\n".join(process.out + process.err)
    assert SHAPE.search(said) is None
    for secret in (slack.bot_token, slack.app_token, "/response/"):
        assert secret not in said


async def test_gateways_are_answered_without_slack(tmp_path: Path) -> None:
    given = {**settings(tmp_path / "data"), **FREE_PORTS}
    async with started(tmp_path, "api", given=given) as process:
        serving = await process.logs("serving")
        assert (await get(serving["api"] + "/readyz"))[0] == 200
        assert (await get(serving["api"] + "/readyz/slack"))[0] == 503
        assert await process.stopped(signal.SIGINT) == 0


async def test_while_slack_is_away_the_api_answers_and_the_bot_waits(tmp_path: Path) -> None:
    given = {
        **settings(tmp_path / "data"),
        **FREE_PORTS,
        "LATCHKEY_API_BIND": f"127.0.0.1:{_free_port()}",
        "SLACK_BOT_TOKEN": "xoxb-1-2",
        "SLACK_APP_TOKEN": "xapp-1",
        "SLACK_API_URL": f"http://127.0.0.1:{_free_port()}/api/",
    }
    async with started(tmp_path, "run", given=given) as process:
        await process.logs("slack_is_away")
        assert (await get(f"http://{given['LATCHKEY_API_BIND']}/readyz"))[0] == 200
        assert (await get(f"http://{given['LATCHKEY_API_BIND']}/readyz/slack"))[0] == 503
        assert await process.stopped() == 0


@pytest.mark.parametrize(("name", "kind"), [("SLACK_BOT_TOKEN", "xoxb"), ("SLACK_APP_TOKEN", "xapp")])
async def test_a_token_that_slack_refuses_is_a_sentence(
    slack: Sandbox, tmp_path: Path, name: str, kind: str
) -> None:
    given = {**for_socket_mode(slack, tmp_path / "data"), name: f"{kind}-sandbox-of-yesterday"}
    async with started(tmp_path, "bot", given=given) as process:
        assert await process.ended() == 1
    assert name in process.err[-1]
    assert not any("Traceback" in line for line in process.err)


async def test_an_address_that_is_taken_is_a_sentence(slack: Sandbox, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        bind = f"127.0.0.1:{taken.getsockname()[1]}"
        given = {**for_socket_mode(slack, tmp_path / "data"), "LATCHKEY_API_BIND": bind}
        async with started(tmp_path, "run", given=given) as process:
            assert await process.ended() == 1
    assert process.err == [f"LATCHKEY_API_BIND: cannot listen on {bind}: Address already in use."]


async def test_the_clock_runs_every_job_once_or_only_says_what_is_due(slack: Sandbox, tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with started(tmp_path, "clock", "--dry-run", given=settings(data)) as process:
        assert await process.ended() == 0
    assert "deliver notices: nothing to do" in process.out
    async with started(tmp_path, "clock", "--once", given=for_socket_mode(slack, data)) as process:
        assert await process.ended() == 0
    assert "end overlaps: nothing to do" in process.out


async def test_the_clock_alone_needs_no_way_to_listen(slack: Sandbox, tmp_path: Path) -> None:
    given = for_http_mode(slack, tmp_path / "data")
    del given["SLACK_SIGNING_SECRET"]
    async with started(tmp_path, "clock", given=given) as process:
        serving = await process.logs("serving")
        assert serving["api"] is None
        assert (await get(serving["metrics"] + "/readyz/clock"))[0] == 200
        assert await process.stopped() == 0


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
