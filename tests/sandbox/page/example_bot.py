"""A small bot on real Bolt over Socket Mode: just enough to give the page something to show."""

import asyncio
from typing import Any, ClassVar, Self

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox

Payload = dict[str, Any]


def text(words: str) -> Payload:
    return {"type": "plain_text", "text": words}


def mrkdwn(words: str) -> Payload:
    return {"type": "mrkdwn", "text": words}


def option(words: str) -> Payload:
    return {"text": text(words), "value": words.lower()}


def button(words: str, action_id: str, **more: object) -> Payload:
    return {"type": "button", "text": text(words), "action_id": action_id} | more


def asks(block_id: str, label: str, element: Payload, **more: object) -> Payload:
    element = {"action_id": block_id} | element
    return {"type": "input", "block_id": block_id, "label": text(label), "element": element} | more


FRUIT = {"Citrus": ("Lemon", "Orange"), "Stone fruit": ("Cherry", "Plum")}
GROUPS = [{"label": text(group), "options": [option(f) for f in fruit]} for group, fruit in FRUIT.items()]
# About as many as fit the 250 kB of a modal.
SHELVES = [
    {"label": text(f"Shelf {shelf}"), "options": [option(f"Book {shelf}-{at}") for at in range(100)]}
    for shelf in range(24)
]

FORM: Payload = {
    "type": "modal",
    "callback_id": "form",
    "title": text("New integration"),
    "submit": text("Create"),
    "close": text("Cancel"),
    "blocks": [
        asks("name", "Name", {"type": "plain_text_input", "max_length": 20}, hint=text("Shown in the list.")),
        asks("note", "Note", {"type": "plain_text_input", "multiline": True}, optional=True),
        asks("fruit", "Fruit", {"type": "multi_static_select", "option_groups": GROUPS}),
        asks("owner", "Owner", {"type": "users_select"}, optional=True),
        asks("due", "Due", {"type": "datepicker", "initial_date": "2027-02-20"}, optional=True),
        asks("pace", "Pace", {"type": "radio_buttons", "options": [option("Slow"), option("Fast")]}),
        asks("city", "City", {"type": "external_select", "min_query_length": 2}, optional=True),
        {
            "type": "actions",
            "block_id": "more",
            "elements": [button("Refresh", "refresh"), button("Deeper", "deeper")],
        },
    ],
}
LIBRARY: Payload = {
    "type": "modal",
    "title": text("Library"),
    "submit": text("Borrow"),
    "blocks": [asks("book", "Book", {"type": "static_select", "option_groups": SHELVES}, optional=True)],
}
QUESTION = {
    "title": text("Really?"),
    "text": mrkdwn("It *ends* now."),
    "confirm": text("Yes"),
    "deny": text("No"),
}
HOME: Payload = {
    "type": "home",
    "blocks": [
        {"type": "header", "text": text("At home")},
        {"type": "actions", "elements": [button("New", "new")]},
    ],
}
TOKEN = "pretend_" + "a1B2" * 10


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


def token_message() -> list[Payload]:
    end = button("End it", "end", style="danger", confirm=QUESTION)
    menu = {"type": "overflow", "action_id": "menu", "options": [option("Edit"), option("Rotate")]}
    return [
        {"type": "section", "text": mrkdwn(f"*Here it is.*\n```{TOKEN}```"), "accessory": menu},
        {"type": "actions", "block_id": "token", "elements": [end]},
    ]
