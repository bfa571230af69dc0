"""Slack is down when a token is killed by hand: it dies all the same, and the rest is said later."""

from datetime import timedelta

import pytest

from core.actions.compromise_by_hand import compromised
from core.incidents.kinds import PersonalData
from tests.office import Office
from tests.stories.incidents.emergency import NAME, checklist, incident, prepared, settles, thread_of

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


async def test_it_dies_at_once_and_its_checklist_arrives_when_slack_is_back(office: Office) -> None:
    token, down = await prepared(office), office.slack.faults
    down.sometimes("chat.postMessage", "http_503", 1, lambda: 0.0)
    await compromised(office.product.tools, office.slack.team_id, NAME)

    assert not await office.accepts(token)
    for _ in range(3):
        await office.pass_(HOUR)
    assert not [each for each in office.ada.sees if "Incident P" in each.text]
    assert not await office.accepts(token)

    down.clear()
    for _ in range(3):
        await office.pass_(HOUR)
    await settles(office)
    cards = [each for each in office.ada.sees if "Incident P" in each.text and not each.thread_ts]
    assert len(cards) == 1
    assert (
        len([each for each in office.ada.sees if "which is yours, may be in wrong hands" in each.text]) == 1
    )


@pytest.mark.slow
async def test_what_happened_meanwhile_is_said_once_below_the_checklist(
    office: Office,
) -> None:
    await prepared(office)
    down = office.slack.faults
    down.sometimes("chat.postMessage", "http_503", 1, lambda: 0.0)
    await compromised(office.product.tools, office.slack.team_id, NAME)
    async with office.product.tools.store.transaction(office.slack.team_id) as tx:
        opened = await incident(office)
        await tx.incidents.keep(opened.with_personal_data(PersonalData.YES))
    for _ in range(26):
        await office.pass_(HOUR)
    down.clear()
    for _ in range(30):
        await office.pass_(6 * MINUTE)
    card = await checklist(office)
    said = thread_of(office.ada, card)

    for words in ("See the old token dead", "Watch for new callers", "of the 72 are left", "is due"):
        assert len([each for each in said if words in each]) == 1, f"once: {words}"
    assert all(each.ts > card.ts for each in office.ada.sees if each.thread_ts == card.ts)
