"""Small pieces to build payloads from."""

from typing import Any

Json = dict[str, Any]


def plain(text: str = "words") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "words") -> Json:
    return {"type": "mrkdwn", "text": text}


def button(**more: object) -> Json:
    return {"type": "button", "text": plain("Rotate"), **more}


def option(value: object = "a", **more: object) -> Json:
    return {"text": plain(), "value": value, **more}


def options(count: int) -> list[Json]:
    return [option(str(number)) for number in range(count)]


def confirm(**more: object) -> Json:
    return {"title": plain(), "text": mrkdwn(), "confirm": plain(), "deny": plain(), **more}


def section(**more: object) -> Json:
    return {"type": "section", "text": mrkdwn(), **more}


def beside(element: Json) -> Json:
    return section(accessory=element)


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def field(element: Json, **more: object) -> Json:
    return {"type": "input", "label": plain(), "element": element, **more}


def line(**more: object) -> Json:
    return {"type": "plain_text_input", **more}


def menu(**more: object) -> Json:
    return {"type": "static_select", **more}


def choices(kind: str, count: int) -> Json:
    return {"type": kind, "options": options(count)}


def rich_text(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def words(text: str = "words") -> Json:
    return {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}


def cell(text: str = "words") -> Json:
    return {"type": "raw_text", "text": text}


def table(rows: int = 1, cells: int = 1, **more: object) -> Json:
    return {"type": "table", "rows": [[cell()] * cells] * rows, **more}


def data_table(rows: int = 2, cells: int = 1, **more: object) -> Json:
    return {"type": "data_table", "caption": "uses", "rows": [[cell()] * cells] * rows, **more}


def card(**more: object) -> Json:
    return {"type": "card", "title": mrkdwn(), **more}


def container(*blocks: Json, **more: object) -> Json:
    return {"type": "container", "title": plain(), "child_blocks": list(blocks), **more}


def task(**more: object) -> Json:
    return {"type": "task_card", "task_id": "1", "title": "Find it", "status": "pending", **more}


def video(**more: object) -> Json:
    address = "https://example.org/film"
    return {
        "type": "video",
        "video_url": address,
        "thumbnail_url": address,
        "alt_text": "a film",
        "title": plain(),
        **more,
    }


def picture(**more: object) -> Json:
    return {"type": "image", "alt_text": "a chart", "image_url": "https://example.org/chart.png", **more}


DIVIDER: Json = {"type": "divider"}


def message(*blocks: Json, **more: object) -> Json:
    return {"channel": "C1", "text": "words", "blocks": list(blocks), **more}


def modal(*blocks: Json, **more: object) -> Json:
    return {
        "type": "modal",
        "title": plain("Rotate"),
        "submit": plain("Rotate"),
        "blocks": list(blocks) or [DIVIDER],
        **more,
    }


def home(*blocks: Json, **more: object) -> Json:
    return {"type": "home", "blocks": list(blocks) or [DIVIDER], **more}
