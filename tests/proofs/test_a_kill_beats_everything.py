"""A reported compromise beats whatever happens at the same instant, in another process."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.actions.sweep import end_overlaps, sweep_unconfirmed
from core.intent import Purpose
from tests.proofs.ledger import Ledger, ledger_at
from tests.proofs.operations import OPERATIONS
from tests.proofs.oracle import whole
from tests.proofs.racing import DONE, Outcome, Rivals, rivals_at
from tests.proofs.site import ADI, Case, Place, Site, site_at

KILL = "report a compromise"
RIVALS = tuple(name for name, operation in OPERATIONS.items() if operation.before and name != KILL)
"""Everything that can be done to an integration that has a token."""
SOME, MANY = 4, 40


@dataclass
class Track:
    site: Site
    ledger: Ledger
    rivals: Rivals

    async def run(self, rival: str, name: str) -> None:
        case = await OPERATIONS[rival].scene(self.site, name)
        reporting = await self.site.with_form(case, Purpose.COMPROMISE, ADI)
        killed, other = await self.rivals.race([(KILL, reporting), (rival, case)])
        told = f"{rival}: {killed} {other}"

        assert killed.code == DONE or (rival == "delete" and killed.code == "overtaken"), told
        await self._nothing_lives(case, [killed, other], told)
        for sweep in (end_overlaps, sweep_unconfirmed):
            await sweep(self.site.tools)
        await self._nothing_lives(case, [killed, other], told)
        self._one_incident(case, killed, told)

    async def _nothing_lives(self, case: Case, outcomes: list[Outcome], told: str) -> None:
        shown = [token for outcome in outcomes for token in outcome.shown]
        for token in (*case.tokens.values(), *shown):
            assert not await self.site.works(token), told
        assert not self.ledger.standing(case.name).alive, told

    def _one_incident(self, case: Case, killed: Outcome, told: str) -> None:
        sql = "SELECT count(*) AS number FROM incidents WHERE integration_id = :id AND killed_at IS NOT NULL"
        assert self.ledger.rows(sql, id=case.integration_id)[0].number == (killed.code == DONE), told


@pytest.fixture
async def track(database_url: str, tmp_path: Path) -> AsyncIterator[Track]:
    place = Place(database_url, tmp_path)
    async with site_at(place) as site, rivals_at(place) as rivals:
        with ledger_at(database_url) as ledger:
            yield Track(site, ledger, rivals)
            await whole(site, ledger)


async def test_whatever_is_done_at_the_same_instant_every_token_is_dead(track: Track) -> None:
    for rival in RIVALS:
        await track.run(rival, rival)


async def test_two_who_report_the_same_share_one_incident(track: Track) -> None:
    case = await track.site.overlapping("Twice")
    forms = [await track.site.with_form(case, Purpose.COMPROMISE, ADI) for _ in range(2)]
    outcomes = await track.rivals.race([(KILL, form) for form in forms])

    assert [each.code for each in outcomes] == [DONE, DONE]
    assert track.ledger.rows("SELECT count(*) AS number FROM incidents")[0].number == 1
    assert not track.ledger.standing("Twice").alive


@pytest.mark.slow
async def test_some_times_every_token_is_dead(track: Track) -> None:
    for rival in RIVALS:
        for lap in range(SOME):
            await track.run(rival, f"{rival} {lap}")


@pytest.mark.nightly
@pytest.mark.parametrize("rival", RIVALS)
async def test_many_times_every_token_is_dead(track: Track, rival: str) -> None:
    for lap in range(MANY):
        await track.run(rival, f"{rival} {lap}")
