"""A small bot on real Bolt over Socket Mode: just enough to give the page something to show."""

import asyncio
from typing import Any, ClassVar, Self

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from tests.sandbox.page.example_blocks import (
    FORM,
    HOME,
    LIBRARY,
    WAITING,
    Payload,
    mrkdwn,
    option,
    text,
    token_message,
)


class ExampleBot:
    manifest: ClassVar[Payload] = {
        "display_information": {"name": "Latchkey"},
        "features": {
            "bot_user": {"display_name": "Latchkey"},
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "slash_commands": [
                {
                    "command": "/integrations",
                    "description": "Look after them",
                    "usage_hint": "[create | token NAME]",
                },
                {"command": "/inspect", "description": "Look at them"},
            ],
            "shortcuts": [
                {
                    "type": "global",
                    "callback_id": "new",
                    "name": "Create integration",
                    "description": "A new one",
                },
                {"type": "message", "callback_id": "leak", "name": "Report leak", "description": "It is out"},
            ],
        },
        "oauth_config": {"scopes": {"bot": ["commands", "chat:write", "users:read", "im:write"]}},
        "settings": {
            "socket_mode_enabled": True,
            "interactivity": {"is_enabled": True},
            "event_subscriptions": {"bot_events": ["app_home_opened"]},
        },
    }

    def __init__(self, slack: Sandbox) -> None:
        self.client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        self.app = AsyncApp(client=self.client, signing_secret=slack.signing_secret)
        self._door = AsyncSocketModeHandler(
            self.app, slack.app_token, web_client=self.client, ping_interval=1
        )
        self.submitted: list[Payload] = []
        # What people did, in the order it arrived. Filled before the acknowledgement.
        self.clicked: asyncio.Queue[Payload] = asyncio.Queue()
        self.reported: asyncio.Queue[str] = asyncio.Queue()
        self._listen()

    async def __aenter__(self) -> Self:
        await self._door.connect_async()  # type: ignore[no-untyped-call]  # Bolt forgot to say
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._door.close_async()  # type: ignore[no-untyped-call]  # the same

    def _listen(self) -> None:
        self.app.command("/integrations")(self._on_command)
        self.app.shortcut("new")(self._open_form)
        self.app.shortcut("leak")(self._on_leak)
        self.app.view("form")(self._on_form)
        self.app.action("refresh")(self._on_refresh)
        self.app.action("deeper")(self._on_deeper)
        self.app.action("new")(self._open_form)
        self.app.action("end")(self._on_click)
        self.app.action("menu")(self._on_click)
        self.app.options("city")(self._on_city)
        self.app.event("app_home_opened")(self._on_home)

    async def _on_command(self, ack: Any, body: Payload, respond: Any) -> None:
        await ack()
        if view := {"create": FORM, "library": LIBRARY}.get(body["text"]):
            await self.client.views_open(trigger_id=body["trigger_id"], view=view)
        elif body["text"] == "think":
            opened = await self.client.views_open(trigger_id=body["trigger_id"], view=WAITING)
            await self.client.views_update(view_id=opened["view"]["id"], view=FORM)
        elif body["text"].startswith("token"):
            await respond(text="Your token", blocks=token_message())
        else:
            await respond(text=body["text"])

    async def _open_form(self, ack: Any, body: Payload) -> None:
        await ack()
        await self.client.views_open(trigger_id=body["trigger_id"], view=FORM)

    async def _on_leak(self, ack: Any, body: Payload) -> None:
        self.reported.put_nowait(body["message"]["text"])
        await ack()

    async def _on_form(self, ack: Any, view: Payload) -> None:
        values = view["state"]["values"]
        if values["name"]["name"]["value"] == "taken":
            await ack(response_action="errors", errors={"name": "That name is taken."})
            return
        self.submitted.append(values)
        await ack()

    async def _on_refresh(self, ack: Any, body: Payload) -> None:
        """The same form with a line on top: what was typed must survive it."""
        await ack()
        blocks = [{"type": "section", "block_id": "news", "text": mrkdwn("Refreshed.")}, *FORM["blocks"]]
        await self.client.views_update(view_id=body["view"]["id"], view=FORM | {"blocks": blocks})

    async def _on_deeper(self, ack: Any, body: Payload) -> None:
        await ack()
        deeper = {
            "type": "modal",
            "title": text("Deeper"),
            "blocks": [{"type": "section", "text": mrkdwn("Below.")}],
        }
        await self.client.views_push(trigger_id=body["trigger_id"], view=deeper)

    async def _on_click(self, ack: Any, body: Payload) -> None:
        self.clicked.put_nowait(body["actions"][0])
        await ack()

    async def _on_city(self, ack: Any, body: Payload) -> None:
        await ack(options=[option(f"{body['value']}{end}") for end in ("burg", "ville")])

    async def _on_home(self, event: Payload) -> None:
        if event["tab"] == "home":
            await self.client.views_publish(user_id=event["user"], view=HOME)
