"""Modals: the stack, hashes, what is kept of what was typed, and how they close."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import NotPossibleError, Person, Sandbox
from tests.sandbox.block_kit import Json, actions, button, modal, section, text_input
from tests.sandbox.raw_bot import RawBot


async def opens(client: AsyncWebClient, raw_bot: RawBot, ada: Person, view: Json) -> Json:
    await ada.types("/form")
    answer = await client.views_open(trigger_id=raw_bot.last["trigger_id"], view=view)
    opened: Json = answer["view"]
    return opened


async def pushes(client: AsyncWebClient, raw_bot: RawBot, ada: Person, view: Json) -> None:
    """With the trigger of a press in the modal on top."""
    await ada.clicks("More")
    await client.views_push(trigger_id=raw_bot.last["trigger_id"], view=view)


def page(title: str, **more: object) -> Json:
    return modal(section("Read on"), actions(button("More")), title=title, **more)


async def test_three_views_fit_on_the_stack_and_a_fourth_is_refused(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    await opens(client, raw_bot, ada, page("One"))
    await pushes(client, raw_bot, ada, page("Two"))
    await pushes(client, raw_bot, ada, page("Three"))
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        await pushes(client, raw_bot, ada, page("Four"))
    assert [each.title for each in ada.modals] == ["One", "Two", "Three"]


async def test_a_pushed_view_knows_its_root_and_the_one_below(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    root = await opens(client, raw_bot, ada, page("One"))
    await pushes(client, raw_bot, ada, page("Two"))
    await ada.clicks("More")
    assert raw_bot.last["view"]["root_view_id"] == root["id"]
    assert raw_bot.last["view"]["previous_view_id"] == root["id"]


async def test_a_stale_hash_is_refused_and_changes_nothing(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    view = await opens(client, raw_bot, ada, page("One"))
    await client.views_update(view_id=view["id"], hash=view["hash"], view=page("Two"))
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_update(view_id=view["id"], hash=view["hash"], view=page("Three"))
    assert [each.title for each in ada.modals] == ["Two"]


async def test_an_update_keeps_what_was_typed_under_the_same_ids(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    view = await opens(client, raw_bot, ada, modal(text_input("name"), text_input("note", "Note")))
    ada.fills(name="billing", note="urgent")
    changed = modal(text_input("name", initial_value="other"), text_input("note", "Note", action_id="new"))
    await client.views_update(view_id=view["id"], view=changed)
    assert ada.modals[-1].values == {"name": "billing"}


async def test_an_update_loses_what_was_typed_where_the_app_gave_no_ids(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    nameless = text_input("name")
    del nameless["block_id"]
    view = await opens(client, raw_bot, ada, modal(nameless))
    ada.fills(Name="billing")
    await client.views_update(view_id=view["id"], view=modal(nameless))
    assert ada.modals[-1].values == {}


async def test_a_modal_can_be_updated_by_its_external_id_only_once_per_team(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person, mia: Person
) -> None:
    await opens(client, raw_bot, ada, page("One", external_id="form-1"))
    await client.views_update(external_id="form-1", view=page("Two", external_id="form-1"))
    assert [each.title for each in ada.modals] == ["Two"]
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        await opens(client, raw_bot, mia, page("Three", external_id="form-1"))


async def test_a_closed_modal_cannot_be_updated(client: AsyncWebClient, raw_bot: RawBot, ada: Person) -> None:
    view = await opens(client, raw_bot, ada, page("One"))
    await ada.closes()
    with pytest.raises(SlackApiError, match="not_found"):
        await client.views_update(view_id=view["id"], view=page("Two"))


async def test_an_update_needs_exactly_one_name_for_the_view(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await client.api_call("views.update", json={"view": page("One")})


async def test_a_home_view_cannot_be_opened_as_a_modal(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await opens(client, raw_bot, ada, {"type": "home", "blocks": [section("hi")]})


async def test_closing_tells_the_bot_only_if_it_asked(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    await opens(client, raw_bot, ada, page("Silent"))
    await ada.closes()
    assert raw_bot.last.get("type") != "view_closed"

    view = await opens(client, raw_bot, ada, page("Telling", notify_on_close=True))
    await ada.closes()
    assert raw_bot.last["type"] == "view_closed"
    assert raw_bot.last["view"]["id"] == view["id"]
    assert raw_bot.last["is_cleared"] is False
    assert ada.modals == []


async def test_cancel_brings_back_the_view_below(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    await opens(client, raw_bot, ada, page("One"))
    await pushes(client, raw_bot, ada, page("Two"))
    await ada.closes()
    assert [each.title for each in ada.modals] == ["One"]


async def test_the_cross_clears_the_stack_and_names_the_root(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    root = await opens(client, raw_bot, ada, page("One", notify_on_close=True))
    await pushes(client, raw_bot, ada, page("Two", notify_on_close=True))
    await ada.closes(everything=True)
    closed = [payload for payload in raw_bot.payloads if payload.get("type") == "view_closed"]
    assert [(each["view"]["id"], each["is_cleared"]) for each in closed] == [(root["id"], True)]
    assert ada.modals == []


async def test_clear_on_close_makes_cancel_clear_the_stack(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    await opens(client, raw_bot, ada, page("One"))
    await pushes(client, raw_bot, ada, page("Two", clear_on_close=True))
    await ada.closes()
    assert ada.modals == []


async def test_nobody_reaches_the_view_below_the_one_on_top(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    await opens(client, raw_bot, ada, page("One"))
    below = ada.modals[0]
    await pushes(client, raw_bot, ada, page("Two"))
    with pytest.raises(NotPossibleError, match="not on the screen"):
        await ada.clicks("More", in_=below)


async def test_a_modal_without_a_send_button_cannot_be_sent(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    view = page("Info")
    del view["submit"]
    await opens(client, raw_bot, ada, view)
    with pytest.raises(NotPossibleError, match="no button to send it"):
        await ada.submits()


async def test_an_element_in_an_input_block_stays_quiet_unless_it_dispatches(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    menu: Json = {"type": "users_select", "action_id": "owner"}
    quiet = {"type": "input", "block_id": "owner", "label": {"type": "plain_text", "text": "Owner"}}
    loud = quiet | {"block_id": "backup", "dispatch_action": True}
    await opens(client, raw_bot, ada, modal(quiet | {"element": menu}, loud | {"element": menu}))
    before = len(raw_bot.envelopes)

    await ada.fills(owner="mia")
    assert len(raw_bot.envelopes) == before
    await ada.fills(backup="max")
    assert raw_bot.last["actions"][0]["selected_user"] == "U0MAX0000"
    assert raw_bot.last["view"]["state"]["values"]["owner"]["owner"]["selected_user"] == "U0MIA0000"
    assert "response_url" not in raw_bot.last


async def test_a_text_that_dispatches_tells_the_bot_on_enter(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    await opens(client, raw_bot, ada, modal(text_input() | {"dispatch_action": True}))
    before = len(raw_bot.envelopes)
    await ada.fills(name="b")
    assert len(raw_bot.envelopes) == before
    await ada.presses_enter("name")
    assert raw_bot.last["actions"][0]["value"] == "b"


async def test_the_home_tab_needs_a_fresh_hash_too(
    slack: Sandbox, client: AsyncWebClient, ada: Person
) -> None:
    def home(text: str) -> Json:
        return {"type": "home", "blocks": [section(text)]}

    first = await client.views_publish(user_id=ada.id, view=home("one"))
    await client.views_publish(user_id=ada.id, view=home("two"), hash=first["view"]["hash"])
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_publish(user_id=ada.id, view=home("three"), hash=first["view"]["hash"])
    assert ada.home is not None
    assert ada.home.all_text == "two"
