"""A trigger_id: three seconds, once, and only one that was given out."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Person
from tests.sandbox.block_kit import modal
from tests.sandbox.bolt_bot import Clock
from tests.sandbox.raw_bot import RawBot


async def test_a_trigger_opens_one_modal(client: AsyncWebClient, raw_bot: RawBot, ada: Person) -> None:
    await ada.types("/form")
    await client.views_open(trigger_id=raw_bot.last["trigger_id"], view=modal(title="One"))
    assert [each.title for each in ada.modals] == ["One"]

    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await client.views_open(trigger_id=raw_bot.last["trigger_id"], view=modal(title="Two"))
    assert [each.title for each in ada.modals] == ["One"]


@pytest.mark.parametrize(("seconds", "opens"), [(3.0, True), (3.1, False)])
async def test_a_trigger_lasts_three_seconds(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person, clock: Clock, seconds: float, opens: bool
) -> None:
    await ada.types("/form")
    clock.passes(seconds=seconds)
    if opens:
        await client.views_open(trigger_id=raw_bot.last["trigger_id"], view=modal())
    else:
        with pytest.raises(SlackApiError, match="expired_trigger_id"):
            await client.views_open(trigger_id=raw_bot.last["trigger_id"], view=modal())
    assert bool(ada.modals) is opens


async def test_a_made_up_trigger_is_invalid(client: AsyncWebClient, ada: Person) -> None:
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        await client.views_open(trigger_id="123.456.abc", view=modal())


async def test_a_trigger_is_not_spent_on_a_view_slack_refuses(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    await ada.types("/form")
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await client.views_open(trigger_id=raw_bot.last["trigger_id"], view=modal(title="x" * 25))
    await client.views_open(trigger_id=raw_bot.last["trigger_id"], view=modal())
    assert len(ada.modals) == 1


async def test_only_a_trigger_from_within_a_modal_pushes_another(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    await ada.types("/form")
    with pytest.raises(SlackApiError, match="not_found"):
        await client.views_push(trigger_id=raw_bot.last["trigger_id"], view=modal())
