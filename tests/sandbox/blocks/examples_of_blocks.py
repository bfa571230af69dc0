"""One full example of every block."""

from typing import Final

from tests.sandbox.blocks import bricks as b
from tests.sandbox.blocks.bricks import Json
from tests.sandbox.blocks.example import FILE, LINK, RICH, Example


def _block(kind: str, required: str = "", instead: Json | None = None, **keys: object) -> Example:
    return Example({"type": kind, "block_id": "b", **keys}, f"type {required}", instead)


BLOCKS: Final = {
    example.full["type"]: example
    for example in (
        _block("section", "", text=b.mrkdwn(), fields=[b.plain()], accessory=b.button(), expand=True),
        _block("actions", "elements", elements=[b.button(action_id="1"), b.button(action_id="2")]),
        _block("context", "elements", elements=[b.mrkdwn(), b.plain(), b.picture()]),
        _block("divider"),
        _block("header", "text", text=b.plain()),
        _block("image", "alt_text image_url", FILE, alt_text="x", image_url=LINK, title=b.plain()),
        _block(
            "input",
            "label element",
            label=b.plain(),
            element=b.line(),
            hint=b.plain(),
            optional=True,
            dispatch_action=True,
        ),
        _block("rich_text", "elements", elements=[b.words()]),
        _block(
            "table",
            "rows",
            rows=[[b.cell(), {"type": "raw_number", "value": 3, "text": "three"}, RICH]],
            column_settings=[{"align": "right", "is_wrapped": True}],
        ),
        _block(
            "video",
            "video_url thumbnail_url alt_text title",
            video_url=LINK,
            thumbnail_url=LINK,
            alt_text="a film",
            title=b.plain(),
            title_url=LINK,
            author_name="Ada",
            provider_name="Films",
            provider_icon_url=LINK,
            description=b.plain(),
        ),
        _block("alert", "text", text=b.mrkdwn(), level="warning"),
        _block("markdown", "text", text="**bold**"),
        _block(
            "data_table",
            "caption rows",
            caption="uses",
            rows=[[b.cell()], [RICH]],
            page_size=10,
            row_header_column_index=0,
        ),
        _block(
            "card",
            "",
            hero_image=b.picture(),
            icon=b.picture(),
            title=b.mrkdwn(),
            subtitle=b.mrkdwn(),
            body=b.mrkdwn(),
            actions=[b.button()],
        ),
        _block("carousel", "elements", elements=[b.card()]),
        _block(
            "container",
            "child_blocks title",
            {"rich_text_title": RICH},
            child_blocks=[b.DIVIDER, b.section(), RICH],
            title=b.plain(),
            subtitle=b.mrkdwn(),
            width="wide",
            icon=b.picture(),
            is_collapsible=True,
            default_collapsed=False,
            has_header_divider=True,
        ),
        _block(
            "context_actions", "elements", elements=[{"type": "icon_button", "icon": "x", "text": b.plain()}]
        ),
        _block("plan", "title", title="Contain it", tasks=[b.task()]),
        _block(
            "task_card",
            "task_id title status",
            task_id="1",
            title="x",
            status="complete",
            details=RICH,
            output=RICH,
            sources=[{"type": "url", "url": LINK, "text": "x"}],
        ),
    )
}
