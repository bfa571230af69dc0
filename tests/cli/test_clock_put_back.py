"""A clock that is put back revives nothing, also after a restart."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import aiohttp

from cli.doctor.of_database import of_database
from cli.wiring import product
from core.actions.confirm import confirm
from core.overlap import Overlap
from core.setting_values import Bind
from tests.cli.backups import History, settings_of
from tests.core.ground import ADA
from tests.databases import Clock

ANY = Bind("127.0.0.1", 0)
HOUR = timedelta(hours=1)


async def status_of(api_url: str | None, history: History, token: int) -> int:
    headers = {
        "X-Gateway-Authorization": aiohttp.encode_basic_auth("edge", history.gateways[0].reveal()),
        "Authorization": f"Bearer {history.hand.tokens[token].reveal()}",
    }
    async with aiohttp.ClientSession() as web, web.get(f"{api_url}/v1/authorize", headers=headers) as answer:
        return answer.status


async def test_an_overlap_that_is_over_stays_over(sqlite_url: str, tmp_path: Path, clock: Clock) -> None:
    """Nobody has swept it: verification knows by itself."""
    history = History(sqlite_url, tmp_path / "data", clock)
    await history.begin()
    async with history.open() as (base, ground):
        issued = await ground.rotated(await ground.settled(history.hand), history.hand, overlap=Overlap.HOUR)
        assert issued.token is not None
        await confirm(base.tools, ADA, issued.integration.id, issued.token.id)
    *_, old, new = range(len(history.hand.tokens))

    settings = replace(settings_of(sqlite_url, history.folder), api_bind=ANY, metrics_bind=ANY)
    async with product(settings, now=clock, parts={"api"}) as running:
        clock.pass_(HOUR - timedelta(seconds=1))
        assert await status_of(running.api_url, history, old) == 200
        clock.pass_(timedelta(seconds=1))
        assert await status_of(running.api_url, history, old) == 401
        clock.pass_(-HOUR)
        assert await status_of(running.api_url, history, old) == 401
        await running.database.clock_mark.advance(clock() + HOUR)  # as the clock's job does each minute
    async with product(settings, now=clock, parts={"api"}) as running:
        assert await status_of(running.api_url, history, old) == 401
        assert await status_of(running.api_url, history, new) == 200


async def test_the_doctor_sees_that_the_clock_was_put_back(
    sqlite_url: str, tmp_path: Path, clock: Clock
) -> None:
    history = History(sqlite_url, tmp_path / "data", clock)
    async with history.open() as (base, _):
        await base.database.clock_mark.advance(clock() + HOUR)
        said = {each.about: each.sentence async for each in of_database(base)}
    assert "3600 s off what the service has seen" in said["clock"]


async def test_the_doctor_sees_an_older_database(sqlite_url: str, tmp_path: Path, clock: Clock) -> None:
    history = History(sqlite_url, tmp_path / "data", clock)
    async with history.open() as (base, _):
        (history.folder / "epoch-mark").write_text("1000\n")
        said = [each.sentence async for each in of_database(base) if each.level == "problem"]
    assert said == ["It is older than it was, so no token is verified. Run: latchkey unseal"]
