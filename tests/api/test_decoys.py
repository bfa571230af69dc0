"""To whoever tries it a decoy is junk; the record says that it was tried."""

from dataclasses import replace

import pytest

from core.evidence import WHOAMI, Caller
from core.secret import Secret
from core.token import State
from tests.api.door import Door, a_secret, bearer


async def planted(door: Door) -> Secret:
    integration, secret = await door.integration()
    await door.change(integration, lambda it: replace(it, planted="the wiki"))
    return secret


@pytest.mark.parametrize("slow", [False, True], ids=["hot", "slow"])
async def test_it_is_answered_like_junk_from_the_first_try_on(door: Door, slow: bool) -> None:
    decoy, junk = await planted(door), a_secret()
    for _ in range(2):  # once from the database, once from memory
        told = [await door.introspect(each, slow=slow) for each in (decoy, junk)]
        assert told[0].json == {"active": False}
        assert told[0].raw == told[1].raw
        refused = [await door.authorize(each, slow=slow) for each in (decoy, junk)]
        assert refused[0].status == 401
        assert refused[0].raw == refused[1].raw


async def test_each_try_is_evidence_of_a_refusal_and_none_confirms_it(door: Door) -> None:
    integration, _ = await door.integration()
    integration, offered = await door.offer(integration)
    await door.change(integration, lambda it: replace(it, planted="the wiki"))
    await door.introspect(offered, client_ip="192.0.2.66", user_agent="python-requests/2.32")
    (use,) = door.uses
    assert use.refused
    assert (use.caller.network, use.caller.agent) == ("192.0.2.0/24", "python-requests")
    async with door.tools.store.reading(integration.tenant) as reading:
        after = await reading.integration(integration.id)
    assert [each.state for each in after.tokens if each.id == use.token_id] == [State.OFFERED]


async def test_whoever_tries_it_where_holders_ask_about_themselves_is_noted(door: Door) -> None:
    decoy = await planted(door)
    asked = {"Authorization": bearer(decoy), "User-Agent": "python-requests/2.32"}
    for _ in range(2):  # once from the database, once from memory
        assert (await door.ask("GET", "/v1/whoami", asked)).status == 401
    for use in door.uses:
        assert use.refused
        assert use.caller == Caller(WHOAMI, "127.0.0.0/24", "python-requests")
    assert len(door.uses) == 2
