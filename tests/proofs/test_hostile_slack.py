"""Promises A, C and D while Slack refuses, breaks off, keeps silent, repeats itself or shows nothing."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.databases import Clock
from tests.office import Office, everything, tokens_seen_by
from tests.proofs.deliveries import DELIVERIES, gets_a_token_after_all
from tests.proofs.ledger import ledger_at
from tests.proofs.mischief import MISCHIEF, click_amid, impatient_office
from tests.proofs.tokens import shown_by

SEED, QUICK = 20270301, 4


async def one_thing_goes_wrong(office: Office, delivery_name: str, mischief: str) -> None:
    """The old token goes on working, nothing happens twice, and there is a way on that leads to a token."""
    name, delivery = f"{delivery_name} {mischief}", DELIVERIES[delivery_name]
    works = await delivery.ready(office, name)
    await click_amid(office, delivery, mischief)

    assert all([await office.accepts(token) for token in works])
    nothing_twice(office, name)
    assert everything(delivery.recipient(office)), f"not a word after {mischief}"
    token = await gets_a_token_after_all(office, delivery, name)
    assert await office.accepts(token)
    nothing_twice(office, name)


def nothing_twice(office: Office, name: str) -> None:
    with ledger_at(office.product.settings.database) as ledger:
        standing = ledger.standing(name)
    assert standing.generation == standing.records
    assert max(standing.alive.values(), default=0) <= 1
    sent = shown_by(office.slack.calls)
    assert len(sent) == len(set(sent)), "a token was sent twice"
    for person in (office.ada, office.mia):
        assert len(tokens_seen_by(person)) <= 1


@pytest.mark.parametrize("delivery", DELIVERIES)
async def test_a_person_gets_through_whatever_slack_does(
    sqlite_url: str, clock: Clock, tmp_path: Path, delivery: str
) -> None:
    mischiefs = random.Random(f"{SEED} {delivery}").sample(MISCHIEF, QUICK)
    async with impatient_office(sqlite_url, clock, tmp_path, http=False) as office:
        for mischief in mischiefs:
            await one_thing_goes_wrong(office, delivery, mischief)


@pytest.mark.parametrize("kind", ["refuse", "http_500", "reset_after"])
async def test_a_button_that_cannot_be_taken_away_does_not_look_like_a_failure(
    sqlite_url: str, clock: Clock, tmp_path: Path, kind: str
) -> None:
    delivery = DELIVERIES["show token"]
    async with impatient_office(sqlite_url, clock, tmp_path, http=False) as office:
        await delivery.ready(office, "Billing")
        await click_amid(office, delivery, f"chat.update {kind}")

        assert len(tokens_seen_by(office.mia)) == 1
        assert "Something broke" not in everything(office.mia)
        assert not any("Show token" in each.buttons for each in office.mia.sees)


@pytest.fixture(
    params=[("sqlite_url", True), ("postgres_url", False)], ids=["sqlite-http", "postgres-socket"]
)
def way(request: pytest.FixtureRequest) -> tuple[str, bool]:
    """A database's address, and whether Slack speaks by HTTP; each kind of either once."""
    fixture, http = request.param
    return request.getfixturevalue(fixture), http


async def all_go_wrong(office: Office, delivery: str, mischiefs: Sequence[str]) -> None:
    for mischief in mischiefs:
        await one_thing_goes_wrong(office, delivery, mischief)


@pytest.mark.slow
@pytest.mark.parametrize("delivery", DELIVERIES)
async def test_a_person_gets_through_each_thing_slack_can_do(
    way: tuple[str, bool], clock: Clock, tmp_path: Path, delivery: str
) -> None:
    """Each of them by one of the two ways."""
    url, http = way
    async with impatient_office(url, clock, tmp_path, http=http) as office:
        await all_go_wrong(office, delivery, MISCHIEF[http::2])


@pytest.mark.nightly
@pytest.mark.parametrize("delivery", DELIVERIES)
async def test_a_person_gets_through_each_thing_by_both_ways(
    way: tuple[str, bool], clock: Clock, tmp_path: Path, delivery: str
) -> None:
    url, http = way
    async with impatient_office(url, clock, tmp_path, http=http) as office:
        await all_go_wrong(office, delivery, MISCHIEF)
