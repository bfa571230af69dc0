"""A modal is sent: what Slack checks first, what the bot may answer, and what happens to a bad answer."""

from decimal import Decimal

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import NotAcknowledgedError, Person, Sandbox
from sandbox.notices import CONNECTION_TROUBLE
from tests.sandbox.block_kit import Json, modal, options, plain, section, text_input
from tests.sandbox.raw_bot import RawBot, keep_silent

REQUIRED = "Please complete this required field."


async def opens(client: AsyncWebClient, raw_bot: RawBot, ada: Person, *blocks: Json) -> None:
    await ada.types("/form")
    await client.views_open(trigger_id=raw_bot.last["trigger_id"], view=modal(*blocks))


def submissions(raw_bot: RawBot) -> list[Json]:
    return [payload for payload in raw_bot.payloads if payload.get("type") == "view_submission"]


def a(element: Json, **block: object) -> Json:
    return {"type": "input", "block_id": "it", "label": plain("It"), "element": element, **block}


def field(type_: str, **element: object) -> Json:
    return a({"type": type_, "action_id": "value", **element})


async def test_a_required_field_left_empty_is_not_sent(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    await opens(client, raw_bot, ada, text_input("name"), text_input("note", "Note") | {"optional": True})
    await ada.submits()
    assert ada.modals[-1].errors == {"name": REQUIRED}
    assert submissions(raw_bot) == []

    ada.fills(name="billing")
    assert ada.modals[-1].errors == {}
    await ada.submits()
    assert len(submissions(raw_bot)) == 1
    assert ada.modals == []


BOXES = field("checkboxes", options=options("One", "Two"))
RADIO = field("radio_buttons", options=options("One", "Two"))
MENU = field("static_select", options=options("One", "Two"))
MENUS = field("multi_static_select", options=options("One", "Two"))


@pytest.mark.parametrize(
    ("block", "value", "error"),
    [
        (field("plain_text_input"), "  ", REQUIRED),
        (field("plain_text_input", min_length=3), "ab", "Please enter at least 3 characters."),
        (field("plain_text_input", min_length=3), "abc", None),
        (field("plain_text_input", max_length=3), "abcd", "Please enter no more than 3 characters."),
        (field("plain_text_input"), "x" * 3001, "Please enter no more than 3000 characters."),
        (field("email_text_input"), "ada", "Please enter a valid email address."),
        (field("email_text_input"), "ada@example.com", None),
        (field("url_text_input"), "example.com", "Please enter a valid URL."),
        (field("url_text_input"), "https://example.com/a?b", None),
        (field("number_input", is_decimal_allowed=False), "1.5", "Please enter a whole number."),
        (field("number_input", is_decimal_allowed=True), "1.5", None),
        (field("number_input", is_decimal_allowed=False), "seven", "Please enter a valid number."),
        (
            field("number_input", is_decimal_allowed=False, min_value="2"),
            "1",
            "Please enter a number of at least 2.",
        ),
        (
            field("number_input", is_decimal_allowed=True, max_value="2.5"),
            Decimal("2.6"),
            "Please enter a number of at most 2.5.",
        ),
        (BOXES, [], REQUIRED),
        (BOXES, ["Two"], None),
        (RADIO, None, REQUIRED),
        (MENU, "One", None),
        (MENUS, [], REQUIRED),
        (field("datepicker"), None, REQUIRED),
        (field("users_select"), None, REQUIRED),
        (field("multi_users_select"), ["ada", "mia"], None),
    ],
)
async def test_slack_checks_the_input_before_it_sends(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person, block: Json, value: object, error: str | None
) -> None:
    await opens(client, raw_bot, ada, block)
    ada.fills(it=value)
    await ada.submits()
    assert (ada.modals[-1].errors if ada.modals else None) == ({"it": error} if error else None)
    assert len(submissions(raw_bot)) == (0 if error else 1)


@pytest.mark.parametrize(
    ("block", "value", "state"),
    [
        (field("plain_text_input"), "hi", {"type": "plain_text_input", "value": "hi"}),
        (MENU, "Two", {"type": "static_select", "selected_option": options("Two")[0]}),
        (MENUS, ["two"], {"type": "multi_static_select", "selected_options": options("Two")}),
        (BOXES, ["One", "Two"], {"type": "checkboxes", "selected_options": options("One", "Two")}),
        (
            field("conversations_select"),
            "#general",
            {"type": "conversations_select", "selected_conversation": "C0GENERAL"},
        ),
        (field("datepicker"), "2026-05-01", {"type": "datepicker", "selected_date": "2026-05-01"}),
        (field("timepicker"), "09:30", {"type": "timepicker", "selected_time": "09:30"}),
        (
            field("multi_users_select"),
            ["mia"],
            {"type": "multi_users_select", "selected_users": ["U0MIA0000"]},
        ),
    ],
)
async def test_the_bot_gets_each_value_in_its_own_shape(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person, block: Json, value: object, state: Json
) -> None:
    await opens(client, raw_bot, ada, block)
    ada.fills(it=value)
    await ada.submits()
    assert submissions(raw_bot)[0]["view"]["state"]["values"] == {"it": {"value": state}}


async def test_what_the_app_filled_in_beforehand_is_sent_unless_changed(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    first, second = options("One", "Two")
    await opens(client, raw_bot, ada, field("static_select", options=[first, second], initial_option=second))
    await ada.submits()
    state = submissions(raw_bot)[0]["view"]["state"]["values"]["it"]["value"]
    assert state["selected_option"] == second


async def test_an_answer_with_errors_keeps_the_modal_and_shows_them(
    slack: Sandbox, client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    await opens(client, raw_bot, ada, text_input("name"))
    ada.fills(name="billing")
    raw_bot.answer = lambda _: {"response_action": "errors", "errors": {"name": "Taken"}}
    await ada.submits()
    assert ada.modals[-1].errors == {"name": "Taken"}
    assert ada.modals[-1].values == {"name": "billing"}
    assert slack.problems == []


async def test_an_error_for_a_block_that_is_no_input_is_swallowed_and_recorded(
    slack: Sandbox, client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    await opens(client, raw_bot, ada, text_input("name"), section("intro") | {"block_id": "intro"})
    ada.fills(name="billing")
    raw_bot.answer = lambda _: {"response_action": "errors", "errors": {"intro": "No", "gone": "No"}}
    await ada.submits()
    assert ada.modals[-1].errors == {}
    assert len(slack.problems) == 2


async def test_an_answer_may_put_another_view_in_its_place(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    await opens(client, raw_bot, ada, text_input("name"))
    view_id = ada.modals[-1].id
    ada.fills(name="billing")
    raw_bot.answer = lambda _: {"response_action": "update", "view": modal(title="Done")}
    await ada.submits()
    assert [(each.id, each.title) for each in ada.modals] == [(view_id, "Done")]


async def test_an_answer_may_push_a_view_and_a_later_one_clears_them_all(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    await opens(client, raw_bot, ada, section("Sure?"))
    raw_bot.answer = lambda _: {"response_action": "push", "view": modal(section("Really?"), title="Two")}
    await ada.submits()
    assert [each.title for each in ada.modals] == ["Form", "Two"]
    raw_bot.answer = lambda _: {"response_action": "clear"}
    await ada.submits()
    assert ada.modals == []


async def test_an_empty_answer_closes_only_the_view_on_top(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    await opens(client, raw_bot, ada, section("Sure?"))
    raw_bot.answer = lambda _: {"response_action": "push", "view": modal(section("Really?"), title="Two")}
    await ada.submits()
    raw_bot.answer = lambda _: {}
    await ada.submits()
    assert [each.title for each in ada.modals] == ["Form"]


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "update", "view": modal(title="x" * 25)},
        {"response_action": "close"},
        {"response_action": "errors", "errors": {}},
        {"errors": {"name": "Taken"}},
    ],
)
async def test_an_answer_slack_does_not_take_is_trouble_for_the_person(
    slack: Sandbox, client: AsyncWebClient, raw_bot: RawBot, ada: Person, answer: Json
) -> None:
    await opens(client, raw_bot, ada, section("Sure?"))
    raw_bot.answer = lambda _: answer
    with pytest.raises(NotAcknowledgedError):
        await ada.submits()
    assert [notice.text for notice in ada.notices] == [CONNECTION_TROUBLE]
    assert [each.title for each in ada.modals] == ["Form"]
    assert len(slack.problems) == 1


async def test_a_submission_nobody_acknowledges_is_trouble_and_keeps_the_input(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    await opens(client, raw_bot, ada, text_input("name"))
    ada.fills(name="billing")
    raw_bot.answer = keep_silent
    with pytest.raises(NotAcknowledgedError, match="operation_timeout"):
        await ada.submits()
    assert [notice.text for notice in ada.notices] == [CONNECTION_TROUBLE]
    assert ada.modals[-1].values == {"name": "billing"}
    assert not ada.modals[-1].busy


async def test_a_conversation_picked_in_a_modal_can_be_answered(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    await opens(client, raw_bot, ada, field("conversations_select", response_url_enabled=True))
    ada.fills(it="random")
    await ada.submits()
    (where,) = submissions(raw_bot)[0]["response_urls"]
    assert (where["block_id"], where["action_id"], where["channel_id"]) == ("it", "value", "C0RANDOM0")
    assert where["response_url"].startswith("http://127.0.0.1:")
