"""A use by itself changes no message: the question whether a token is needed is drawn anew when one came."""

from core.actions.idle import ask_about_idle, see_answers_by_use
from core.cards import Card
from core.idle import IDLE
from core.integration import Integration
from core.notices import Kind
from tests.core.examples import DAY, HOUR
from tests.core.ground import HOME, Ground, Hand
from tests.core.test_sweeps_meet_people import deleting
from tests.core.using import CURL, uses


async def asked_about(ground: Ground, hand: Hand, *names: str) -> list[Integration]:
    """Nobody has used them for long, and the questions were delivered."""
    made = [await ground.settled(hand, name=name) for name in names]
    await uses(ground, made[0], 1, CURL)
    ground.clock.pass_(IDLE + HOUR)
    assert await ask_about_idle(ground.tools) == len(names)
    for each in [said for said in await ground.said() if said.notice.kind is Kind.IDLE]:
        await ground.database.outbox.delivered(
            each.id, ground.clock.now, channel="D1", ts=f"1772357400.{each.id}"
        )
    return [await ground.now(each) for each in made]


async def questions(ground: Ground) -> dict[str, Card]:
    """By integration."""
    async with ground.tools.store.reading(HOME) as reading:
        return {card.notice.integration_id: card for card in await reading.cards.open(Kind.IDLE)}


async def touched(ground: Ground, before: dict[str, Card]) -> set[str]:
    after = await questions(ground)
    return {about for about, card in after.items() if card.touched != before[about].touched}


async def test_a_question_that_a_use_has_answered_is_drawn_anew_and_others_are_not(
    ground: Ground, hand: Hand
) -> None:
    billing, _ = await asked_about(ground, hand, "Billing", "Payroll")
    before = await questions(ground)
    await uses(ground, billing, 1, CURL)
    assert await see_answers_by_use(ground.tools, HOME) == 1
    assert await touched(ground, before) == {billing.id}


async def test_while_nobody_uses_it_the_question_stands_as_it_is(ground: Ground, hand: Hand) -> None:
    await asked_about(ground, hand, "Billing")
    before = await questions(ground)
    ground.clock.pass_(DAY)
    assert await see_answers_by_use(ground.tools, HOME) == 0
    assert await touched(ground, before) == set()


async def test_a_use_of_long_ago_answers_nothing(ground: Ground, hand: Hand) -> None:
    (billing,) = await asked_about(ground, hand, "Billing")
    await uses(ground, billing, 1, CURL)
    ground.clock.pass_(IDLE)
    assert await see_answers_by_use(ground.tools, HOME) == 0


async def test_where_no_token_is_left_no_use_can_answer(ground: Ground, hand: Hand) -> None:
    (billing,) = await asked_about(ground, hand, "Billing")
    await uses(ground, billing, 1, CURL)
    await deleting(ground, billing)()
    assert await see_answers_by_use(ground.tools, HOME) == 0


async def test_nobody_looks_into_other_workspaces(ground: Ground, hand: Hand) -> None:
    (billing,) = await asked_about(ground, hand, "Billing")
    await uses(ground, billing, 1, CURL)
    assert await see_answers_by_use(ground.tools, "T-OTHER") == 0
