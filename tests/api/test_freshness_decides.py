"""What cannot be known is neither a yes nor a no, and what is revoked is refused by the next answer."""

import asyncio

import pytest

from core.refusals import Sealed
from core.secret import Secret
from core.verification import Known
from tests.api.door import FORM as AS_FORM
from tests.api.door import Door, a_secret, form


class Stale:
    """A lease that ran out."""

    sealed = False

    def fresh(self) -> bool:
        return False


async def everything(door: Door, secret: Secret) -> list[int]:
    headers = {"Content-Type": AS_FORM, "Authorization": door.gateway}
    holder = {"Authorization": f"Bearer {secret.reveal()}"}
    answers = [
        await door.introspect(secret),
        await door.introspect(secret, slow=True),
        await door.authorize(secret),
        await door.ask("GET", "/v1/whoami", holder),
        await door.ask("POST", "/v1/revoke", headers, form(secret)),
    ]
    assert all(answer.headers.get("retry-after") for answer in answers if answer.status == 503)
    return [answer.status for answer in answers]


async def test_past_the_lease_there_is_doubt_whatever_is_remembered(door: Door) -> None:
    _, secret = await door.integration()
    assert await door.accepts(secret)
    door.desk.freshness = Stale()  # type: ignore[assignment]  # the part of it that is asked
    assert await everything(door, secret) == [503] * 5
    assert (await door.introspect(a_secret())).status == 503, "not even a no"


class Failing:
    def __init__(self, trouble: Exception) -> None:
        self._trouble = trouble

    async def known(self, _secret: Secret) -> Known | None:
        raise self._trouble


@pytest.mark.parametrize("trouble", [Sealed(), OSError("the database went away")])
async def test_a_database_that_says_nothing_is_doubt(door: Door, trouble: Exception) -> None:
    _, warm = await door.integration("Warm")
    _, cold = await door.integration("Cold")
    assert await door.accepts(warm)
    door.desk.lookup.ledger = Failing(trouble)
    assert (await door.introspect(cold)).status == 503
    assert (await door.authorize(cold)).status == 503
    assert await door.accepts(warm), "what is known to be fresh can be said"


async def test_a_first_use_that_cannot_be_written_down_is_doubt(door: Door) -> None:
    _, new = await door.offer((await door.integration())[0])

    async def refuse(_secret: Secret) -> None:
        raise OSError("disk full")

    door.desk.lookup.confirm = refuse
    assert (await door.introspect(new)).status == 503
    assert (await door.authorize(new)).status == 503


class Silent:
    """A connection that is dead without saying so."""

    def __init__(self) -> None:
        self.given_up = asyncio.Event()

    async def known(self, _secret: Secret) -> Known | None:
        try:
            await asyncio.Event().wait()
        finally:
            self.given_up.set()
        return None


async def test_a_database_that_never_answers_is_doubt(
    sqlite_door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not await sqlite_door.accepts(a_secret()), "so the gateway is known"
    monkeypatch.setattr("api.lookup.WITHIN", 0.01)
    sqlite_door.desk.lookup.ledger = silent = Silent()
    assert (await sqlite_door.introspect(a_secret())).status == 503
    async with asyncio.timeout(10):
        await silent.given_up.wait()


async def test_too_many_waiting_questions_are_doubt_at_once(
    sqlite_door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, secret = await sqlite_door.integration()
    assert await sqlite_door.accepts(secret)
    monkeypatch.setattr("api.lookup.ASKING", 0)
    assert (await sqlite_door.introspect(a_secret())).status == 503
    assert await sqlite_door.accepts(secret)


async def test_an_answer_from_before_a_change_is_not_remembered_after_it(door: Door) -> None:
    """The database is asked; while its answer is on the way, the integration is killed."""
    integration, secret = await door.integration()
    ledger = door.ledger

    class Overtaken:
        async def known(self, asked: Secret) -> Known | None:
            known = await ledger.known(asked)
            door.desk.lookup.ledger = ledger
            await door.kill(integration)
            return known

    door.desk.lookup.ledger = Overtaken()
    assert not await door.accepts(secret)
    assert not await door.accepts(secret)
