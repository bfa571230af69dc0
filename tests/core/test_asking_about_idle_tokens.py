"""Who is asked about tokens that nobody uses, how often, and what answers it."""

import pytest

from core.actions.idle import A_DAY, ask_about_idle, idle_to_ask_about, keep
from core.actions.orphans import owner_gone, owner_is_here
from core.audit import Event
from core.evidence import Usage
from core.idle import IDLE, idle_since
from core.integration import Integration
from core.notices import Kind
from core.refusals import NotAllowed, TokenGone, UnknownIntegration
from tests.core.examples import DAY, HOUR, an_integration, current, offered
from tests.core.ground import ADA, HOME, NOBODY, OLIVE, VERA, Ground, Hand
from tests.core.test_sweeps_meet_people import deleting, meanwhile
from tests.core.using import CURL, uses


async def idle(ground: Ground, hand: Hand) -> Integration:
    """Used when it was new, and never since."""
    made = await ground.settled(hand)
    await uses(ground, made, 1, CURL)
    ground.clock.pass_(IDLE + HOUR)
    return await ground.now(made)


async def asked(ground: Ground) -> list[str]:
    return [each.notice.to for each in await ground.said() if each.notice.kind is Kind.IDLE]


def token_of(integration: Integration) -> str:
    assert integration.current is not None
    return integration.current.id


async def test_its_owner_is_asked_once_in_ninety_days(ground: Ground, hand: Hand) -> None:
    await idle(ground, hand)
    assert await idle_to_ask_about(ground.tools) == 1
    assert await ask_about_idle(ground.tools) == 1
    assert await ask_about_idle(ground.tools) == await idle_to_ask_about(ground.tools) == 0
    ground.clock.pass_(IDLE - 2 * HOUR)
    assert await ask_about_idle(ground.tools) == 0
    ground.clock.pass_(2 * HOUR)
    assert await ask_about_idle(ground.tools) == 1
    assert await asked(ground) == [OLIVE.id] * 2


async def test_one_person_is_asked_about_a_few_a_day(ground: Ground, hand: Hand) -> None:
    for number in range(A_DAY + 1):
        made = await ground.settled(hand, name=f"Integration {number}")
    await uses(ground, made, 1, CURL)
    ground.clock.pass_(IDLE + HOUR)
    assert await ask_about_idle(ground.tools) == A_DAY
    assert await ask_about_idle(ground.tools) == await idle_to_ask_about(ground.tools) == 0
    ground.clock.pass_(DAY)
    assert await ask_about_idle(ground.tools) == 1


async def test_who_has_gone_is_not_asked_but_who_comes_after(ground: Ground, hand: Hand) -> None:
    await idle(ground, hand)
    await owner_gone(ground.tools, HOME, OLIVE.id)
    assert await ask_about_idle(ground.tools) == 0
    ground.clock.pass_(HOUR)
    await owner_is_here(ground.tools, HOME, OLIVE.id)
    assert await ask_about_idle(ground.tools) == 1


async def test_whoever_keeps_it_is_on_record_once(ground: Ground, hand: Hand) -> None:
    integration = await idle(ground, hand)
    await ask_about_idle(ground.tools)
    kept = await keep(ground.tools, OLIVE, integration.id, token_of(integration))
    assert (kept.kept_at, kept.kept_by) == (ground.clock.now, OLIVE.id)
    ground.clock.pass_(HOUR)
    again = await keep(ground.tools, ADA, integration.id, token_of(integration))
    assert again.kept_by == OLIVE.id
    assert [each.event for each in await ground.record()].count(Event.INTEGRATION_KEEP) == 1


async def test_it_is_kept_also_while_the_feature_is_switched_off(ground: Ground, hand: Hand) -> None:
    integration = await idle(ground, hand)
    await ground.change_workspace(enabled=False)
    assert await ask_about_idle(ground.tools) == 1
    kept = await keep(ground.tools, OLIVE, integration.id, token_of(integration))
    assert kept.kept_by == OLIVE.id


async def test_who_may_not_keeps_nothing(ground: Ground, hand: Hand) -> None:
    integration = await idle(ground, hand)
    with pytest.raises(NotAllowed):
        await keep(ground.tools, VERA, integration.id, token_of(integration))
    with pytest.raises(UnknownIntegration):
        await keep(ground.tools, NOBODY, integration.id, token_of(integration))
    with pytest.raises(TokenGone):
        await keep(ground.tools, OLIVE, integration.id, "another token")


@pytest.mark.parametrize("before", ["reading", "transaction"])
async def test_what_is_deleted_meanwhile_is_not_asked_about(ground: Ground, hand: Hand, before: str) -> None:
    integration = await idle(ground, hand)
    assert await ask_about_idle(meanwhile(ground, deleting(ground, integration), before)) == 0
    assert not await asked(ground)


@pytest.mark.parametrize("before", ["reading", "transaction"])
async def test_what_is_used_meanwhile_is_not_asked_about(ground: Ground, hand: Hand, before: str) -> None:
    integration = await idle(ground, hand)

    async def using() -> None:
        await uses(ground, integration, 1, CURL)

    assert await ask_about_idle(meanwhile(ground, using, before)) == 0


async def test_two_who_ask_at_the_same_time_ask_once(ground: Ground, hand: Hand) -> None:
    await idle(ground, hand)

    async def another() -> None:
        assert await ask_about_idle(ground.tools) == 1

    assert await ask_about_idle(meanwhile(ground, another, "transaction")) == 0
    assert await asked(ground) == [OLIVE.id]


async def test_two_processes_share_what_one_person_is_asked_in_a_day(ground: Ground, hand: Hand) -> None:
    for number in range(A_DAY + 2):
        made = await ground.settled(hand, name=f"Integration {number}")
    await uses(ground, made, 1, CURL)
    ground.clock.pass_(IDLE + HOUR)

    async def another() -> None:
        await ask_about_idle(ground.tools)

    assert await ask_about_idle(meanwhile(ground, another, "transaction")) == 0
    assert len(await asked(ground)) == A_DAY


def test_nothing_is_idle_without_a_token_that_somebody_has() -> None:
    assert idle_since(an_integration(offered()), Usage()) is None
    assert idle_since(an_integration(current()), Usage()) is not None
