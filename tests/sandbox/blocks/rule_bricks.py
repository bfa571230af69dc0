"""Pieces for payloads that keep or break a rule."""

from tests.sandbox.blocks import bricks as b
from tests.sandbox.blocks.bricks import Json


def number(**more: object) -> Json:
    return b.field({"type": "number_input", "is_decimal_allowed": True, **more})


def checked(*initial: Json) -> Json:
    return b.beside({**b.choices("checkboxes", 2), "initial_options": list(initial)})


def picked(initial: Json) -> Json:
    return b.beside({**b.choices("static_select", 2), "initial_option": initial})


def grouped(*names: str, **more: object) -> Json:
    groups = [{"label": b.plain(), "options": [b.option(name)]} for name in names]
    return b.beside(b.menu(option_groups=groups, **more))


def focused(kind: str) -> Json:
    return {"type": kind, "focus_on_load": True}


def replying(kind: str = "channels_select") -> Json:
    return {"type": kind, "response_url_enabled": True}
