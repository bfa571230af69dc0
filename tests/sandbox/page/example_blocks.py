"""What the example bot shows: a form with every kind of field, a long menu, a message with a secret."""

from typing import Any

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
WAITING: Payload = {
    "type": "modal",
    "title": text("New integration"),
    "blocks": [{"type": "section", "text": mrkdwn("One moment …")}],
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


def token_message() -> list[Payload]:
    end = button("End it", "end", style="danger", confirm=QUESTION)
    menu = {"type": "overflow", "action_id": "menu", "options": [option("Edit"), option("Rotate")]}
    return [
        {"type": "section", "text": mrkdwn(f"*Here it is.*\n```{TOKEN}```"), "accessory": menu},
        {"type": "actions", "block_id": "token", "elements": [end]},
    ]
