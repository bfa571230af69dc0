"""Promise C: of two who act at the same instant, in two processes, one wins and the other is told."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from core.actor import Person
from core.intent import Purpose
from tests.proofs.ledger import Ledger, Standing, ledger_at
from tests.proofs.operations import Scene
from tests.proofs.oracle import whole
from tests.proofs.racing import DONE, Outcome, Rivals, rivals_at
from tests.proofs.site import ADA, ADI, MIA, Case, Place, Site, site_at

QUICK, SOME, MANY = 1, 6, 40


@dataclass(frozen=True)
class Move:
    operation: str
    who: Person
    form: Purpose | None = None


@dataclass(frozen=True, kw_only=True)
class Race:
    scene: Scene
    moves: tuple[Move, Move]
    losers: frozenset[str]
    """What the loser may be told: the codes of refusals."""
    same_form: bool = False


ROTATE = {who: Move("rotate", who, Purpose.ROTATE) for who in (ADA, ADI)}
DELETE, EDIT = Move("delete", ADI, Purpose.DELETE), Move("edit", ADI, Purpose.EDIT)
CANCEL = Move("cancel before confirmation", ADI, Purpose.CANCEL_ROTATION)
CANCEL_LATE = Move("cancel in the overlap", ADI, Purpose.CANCEL_ROTATION)
EXPIRE = {who: Move("expire old token now", who) for who in (ADA, ADI)}
SAVED, LOST, COLLECT = Move("I saved it", ADA), Move("I did not get it", ADA), Move("show token", MIA)
OVERTAKEN = frozenset({"overtaken"})

RACES = {
    "two admins rotate": Race(scene=Site.settled, moves=(ROTATE[ADA], ROTATE[ADI]), losers=OVERTAKEN),
    "rotate or delete": Race(scene=Site.settled, moves=(ROTATE[ADA], DELETE), losers=OVERTAKEN),
    "rotate or edit": Race(scene=Site.settled, moves=(ROTATE[ADA], EDIT), losers=OVERTAKEN),
    "one form sent twice": Race(
        scene=Site.settled,
        moves=(ROTATE[ADA], ROTATE[ADA]),
        losers=frozenset({"already_done"}),
        same_form=True,
    ),
    "show token pressed twice": Race(
        scene=Site.handed_over, moves=(COLLECT, COLLECT), losers=frozenset({"handover_gone"})
    ),
    "I did not get it pressed twice": Race(
        scene=Site.offered, moves=(LOST, LOST), losers=frozenset({"token_gone"})
    ),
    "saved or lost": Race(
        scene=Site.offered, moves=(SAVED, LOST), losers=frozenset({"token_gone", "already_confirmed"})
    ),
    "saved or cancelled": Race(
        scene=Site.offered, moves=(SAVED, CANCEL), losers=frozenset({"overtaken", "token_gone"})
    ),
    "two end the overlap": Race(scene=Site.overlapping, moves=(EXPIRE[ADA], EXPIRE[ADI]), losers=OVERTAKEN),
    "end the overlap or cancel": Race(
        scene=Site.overlapping, moves=(EXPIRE[ADA], CANCEL_LATE), losers=OVERTAKEN
    ),
}


@dataclass
class Track:
    site: Site
    ledger: Ledger
    rivals: Rivals

    async def run(self, race: Race, name: str) -> None:
        cases = await self._ready(race, name)
        before = self.ledger.standing(name)
        moves = [(move.operation, case) for move, case in zip(race.moves, cases, strict=True)]
        outcomes = await self.rivals.race(moves)
        one_wins(race, outcomes)
        one_effect(before, self.ledger.standing(name))
        await self._shown_once(outcomes)

    async def _ready(self, race: Race, name: str) -> list[Case]:
        case = await race.scene(self.site, name)
        forms: list[Case] = []
        for move in race.moves:
            if race.same_form and forms:
                forms.append(forms[0])
            elif move.form:
                forms.append(await self.site.with_form(case, move.form, move.who))
            else:
                forms.append(replace(case, who=move.who))
        return forms

    async def _shown_once(self, outcomes: Sequence[Outcome]) -> None:
        shown = [token for outcome in outcomes for token in outcome.shown]
        assert len(shown) <= 1, "two people were shown a token"
        assert all([await self.site.works(token) for token in shown])


def one_wins(race: Race, outcomes: Sequence[Outcome]) -> None:
    (winner,) = (move.who for move, each in zip(race.moves, outcomes, strict=True) if each.code == DONE)
    (loser,) = (each for each in outcomes if each.code != DONE)
    assert loser.code in race.losers, loser
    if loser.code == "overtaken":
        assert loser.winner == winner.id


def one_effect(before: Standing, after: Standing) -> None:
    assert after.generation == before.generation + 1
    assert after.records == before.records + 1
    assert max(after.alive.values(), default=0) <= 1


@pytest.fixture
async def track(database_url: str, tmp_path: Path) -> AsyncIterator[Track]:
    place = Place(database_url, tmp_path)
    async with site_at(place) as site, rivals_at(place) as rivals:
        with ledger_at(database_url) as ledger:
            yield Track(site, ledger, rivals)
            await whole(site, ledger)


async def test_of_two_at_once_one_wins_and_the_other_is_told(track: Track) -> None:
    for kind, race in RACES.items():
        for lap in range(QUICK):
            await track.run(race, f"{kind} {lap}")


async def test_two_gateways_may_use_a_new_token_first(track: Track) -> None:
    case = await track.site.offered("First use")
    before = track.ledger.standing(case.name)
    outcomes = await track.rivals.race([("first use", case)] * 2)

    assert [(each.code, each.result) for each in outcomes] == [(DONE, True)] * 2
    one_effect(before, track.ledger.standing(case.name))


async def test_a_token_that_is_used_while_it_is_cancelled_gives_one_true_answer(track: Track) -> None:
    """Either it was confirmed first and the cancelling is refused, or the gateway hears no."""
    for lap in range(QUICK * 2):
        case = await track.site.offered(f"Use or cancel {lap}")
        cancelling = await track.site.with_form(case, Purpose.CANCEL_ROTATION, ADI)
        used, cancelled = await track.rivals.race(
            [("first use", case), ("cancel before confirmation", cancelling)]
        )

        assert used.result == (cancelled.code == "overtaken")
        assert used.result == await track.site.works(case.tokens["new"])


@pytest.mark.slow
@pytest.mark.parametrize("kind", RACES)
async def test_some_races_of_two(track: Track, kind: str) -> None:
    for lap in range(SOME):
        await track.run(RACES[kind], f"{kind} {lap}")


@pytest.mark.nightly
@pytest.mark.parametrize("kind", RACES)
async def test_many_races_of_two(track: Track, kind: str) -> None:
    for lap in range(MANY):
        await track.run(RACES[kind], f"{kind} {lap}")
