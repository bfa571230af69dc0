"""One whole conversation between a person and a real Bolt app."""

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from sandbox import Person, Sandbox
from tests.sandbox.bolt_bot import Bot

Json = dict[str, Any]

FORM: Json = {
    "type": "modal",
    "callback_id": "order",
    "title": {"type": "plain_text", "text": "Order"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "dish",
            "label": {"type": "plain_text", "text": "What would you like?"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        }
    ],
}


async def test_ada_orders_by_command_and_modal_and_is_answered_for_her_eyes_only(
    slack: Sandbox, bot: Bot, ada: Person, mia: Person
) -> None:
    async def on_command(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        view = FORM | {"private_metadata": body["response_url"]}
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    async def on_submit(ack: AsyncAck, view: Json) -> None:
        await ack()
        dish = view["state"]["values"]["dish"]["text"]["value"]
        await AsyncWebhookClient(view["private_metadata"]).send(text=f"One {dish} for you")

    bot.app.command("/order")(on_command)
    bot.app.view("order")(on_submit)
    await ada.types("/order")
    await ada.waits_until(lambda: ada.modal)
    assert ada.modal is not None
    assert ada.modal.title == "Order"

    ada.fills({"What would you like?": "soup"})
    await ada.submits()
    await ada.waits_until(lambda: ada.sees)

    assert [message.all_text for message in ada.sees] == ["One soup for you"]
    assert ada.sees[0].ephemeral
    assert mia.sees == []
    assert ada.modals == []
    assert slack.problems == []
