"""What SQL says of an integration's health is what `core.status` says."""

import random
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.audit import Event
from core.integration import PERIOD, Integration
from core.naming import name_key
from core.ports import Query, Reading
from core.quarantine import Quarantine
from core.refusals import UnknownIntegration
from core.status import ORDER, SOON, Health, soon, status
from core.token import Fingerprint, Proof, Reason, State, Token
from storage.database import Database
from tests.databases import Clock
from tests.storage.making import TENANT, a_handover, a_secret, a_token, an_integration, days

pytestmark = pytest.mark.slow

NUMBER = 150
SECOND = timedelta(seconds=1)
SHORT = days(30)
# Instants at which something changes, a moment before and after, and far away.
MOMENTS = [
    *(timedelta(0), timedelta(microseconds=1), days(5), days(200)),
    *(each + more for each in (SOON, soon(SHORT)) for more in (timedelta(0), SECOND)),
]


def _moment(chance: random.Random, now: datetime) -> datetime:
    return now + chance.choice(MOMENTS) * chance.choice([-1, 1])


def _tokens(
    chance: random.Random, fingerprint: Fingerprint, period: timedelta, now: datetime
) -> tuple[Token, ...]:
    """Any mixture of one offered, one current, one retiring and one dead token."""
    tokens = []
    for version, state in enumerate(State, start=1):
        if chance.random() < 0.5:
            seal = replace(fingerprint, digest=chance.randbytes(32))
            token = a_token(seal, version, _moment(chance, now))
            since = _moment(chance, now) - period
            living = replace(token, state=state, confirmed_at=since, proof=Proof.SAVED)
            tokens.append(
                {
                    State.OFFERED: token,
                    State.CURRENT: living,
                    State.RETIRING: replace(living, ends_at=_moment(chance, now)),
                    State.DEAD: replace(living, ended_at=now, reason=Reason.REVOKED),
                }[state]
            )
    return tuple(tokens)


def _any(chance: random.Random, fingerprint: Fingerprint, number: int, now: datetime) -> Integration:
    waiting = replace(a_handover(now), expires_at=_moment(chance, now))
    period = chance.choice([SHORT, PERIOD])
    return replace(
        an_integration(now, f"{chance.choice('aBcÅé')}-{number}"),
        handover=chance.choice([None, None, waiting]),
        quarantine=chance.choice([None, None, None, None, None, Quarantine(at=now)]),
        period=period,
        tokens=_tokens(chance, fingerprint, period, now),
    )


@pytest.fixture
async def fleet(database: Database, clock: Clock) -> list[Integration]:
    chance, made = random.Random(7), []
    async with database.store.transaction(TENANT) as tx:
        fingerprint = await tx.fingerprint(a_secret())
        for number in range(NUMBER):
            integration = _any(chance, fingerprint, number, clock())
            await tx.add(integration, by="UADA")
            if number % 25 == 0:
                stored = await tx.integration(integration.id)
                await tx.save(stored.delete(clock()), Event.INTEGRATION_DELETE, by="UADA")
            else:
                made.append(integration)
    return made


async def test_counts_agree_with_the_rules(
    database: Database, clock: Clock, fleet: list[Integration]
) -> None:
    async with database.store.reading(TENANT) as reading:
        counts = await reading.counts(clock())

    expected = Counter(status(integration, clock()).health for integration in fleet)
    assert dict(counts.by_health) == {health: expected[health] for health in ORDER}
    assert all(expected[health] for health in ORDER)
    assert counts.total == len(fleet)


async def test_attention_first_is_the_order_of_the_rules(
    database: Database, clock: Clock, fleet: list[Integration]
) -> None:
    now = clock()

    def urgency(integration: Integration) -> tuple[int, bool, float, bytes]:
        look = status(integration, now)
        at = look.at.timestamp() if look.at else 0.0
        return ORDER.index(look.health), look.at is None, at, name_key(integration.name).encode()

    async with database.store.reading(TENANT) as reading:
        for health in (None, *Health):
            page = await reading.page(Query(attention_first=True, health=health, limit=NUMBER), now)
            wanted = [each for each in fleet if health in {None, status(each, now).health}]
            names = [each.name for each in sorted(wanted, key=urgency)]
            assert [each.name for each in page.integrations] == names
            assert page.total == len(names)


async def test_pages_by_name_show_everything_once(
    database: Database, clock: Clock, fleet: list[Integration]
) -> None:
    async with database.store.reading(TENANT) as reading:
        names = [
            each.name
            for offset in range(0, NUMBER, 10)
            for each in (await reading.page(Query(offset=offset), clock())).integrations
        ]
    assert names == sorted((each.name for each in fleet), key=lambda name: name_key(name).encode())


async def test_a_page_comes_with_living_tokens(
    database: Database, clock: Clock, fleet: list[Integration]
) -> None:
    async with database.store.reading(TENANT) as reading:
        page = await reading.page(Query(limit=NUMBER), clock())
    found = {each.id: each.tokens for each in page.integrations}
    for integration in fleet:
        living = tuple(token for token in integration.tokens if token.state is not State.DEAD)
        assert found[integration.id] == living


async def test_one_owners_integrations_can_be_listed_and_counted(database: Database, clock: Clock) -> None:
    async with database.store.transaction(TENANT) as tx:
        for name, owner, backup in (
            ("Ada's", "UADA", ""),
            ("Bob's", "UBOB", ""),
            ("Ada's too", "UBOB", "UADA"),
        ):
            made = replace(an_integration(clock(), name), owner=owner, backup_owner=backup)
            await tx.add(made, by="UADA")

        page = await tx.page(Query(owner="UADA"), clock())
        assert [each.name for each in page.integrations] == ["Ada's", "Ada's too"]
        assert page.total == (await tx.counts(clock(), owner="UADA")).total == 2
        assert (await tx.counts(clock(), owner="UEVE")).total == 0


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "%", "\\", "'; DROP TABLE tokens; --"])
async def test_no_search_is_too_strange(database: Database, clock: Clock, text: str) -> None:
    async with database.store.transaction(TENANT) as tx:
        await tx.add(an_integration(clock()), by="UADA")
        assert (await tx.page(Query(text=text), clock())).total == 0
        assert not await tx.name_taken(text)
        with pytest.raises(UnknownIntegration):
            await tx.named(text)


async def _names(reading: Reading, text: str, now: datetime) -> list[str]:
    return [each.name for each in (await reading.page(Query(text=text), now)).integrations]


async def test_part_of_a_name_finds_it_in_any_case(database: Database, clock: Clock) -> None:
    async with database.store.transaction(TENANT) as tx:
        for name in ("Ångström 100%", "Billing_sync", "billing-sync"):
            await tx.add(an_integration(clock(), name), by="UADA")

        assert await _names(tx, "ÅNG", clock()) == ["Ångström 100%"]
        assert await _names(tx, "%", clock()) == ["Ångström 100%"]
        assert await _names(tx, "G_S", clock()) == ["Billing_sync"]
        assert await _names(tx, "", clock()) == ["billing-sync", "Billing_sync", "Ångström 100%"]
