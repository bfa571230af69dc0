"""The shape of rich text: sections, lists, quotes and code, made of inline pieces."""

from typing import Final

from sandbox.blocks.grammar import FLAG, NUMBER, STRING, Kind, ListOf, Object, OneOf, Tagged, Text, Whole
from sandbox.blocks.objects import typed

_STYLE: Final = Object(may=dict.fromkeys(("bold", "code", "italic", "strike", "underline"), FLAG))
_BORDER: Final = {"border": OneOf(0, 1)}


def _inline(*, may: dict[str, Kind] | None = None, **must: Kind) -> Object:
    return typed(must=must, may={"style": _STYLE, **(may or {})})


_TEXT: Final = _inline(text=Text("rich_text.text"))
_LINK: Final = _inline(url=STRING, may={"text": STRING, "unsafe": FLAG})

_INLINE: Final = Tagged(
    {
        "text": _TEXT,
        "link": _LINK,
        "broadcast": _inline(range=OneOf("here", "channel", "everyone")),
        "channel": _inline(channel_id=STRING),
        "color": _inline(value=STRING),
        "date": _inline(timestamp=NUMBER, format=STRING, may={"url": STRING, "fallback": STRING}),
        "emoji": _inline(name=STRING, may={"unicode": STRING, "url": STRING}),
        "team": _inline(team_id=STRING),
        "user": _inline(user_id=STRING),
        "usergroup": _inline(usergroup_id=STRING),
    }
)

_SECTION: Final = typed(must={"elements": ListOf(_INLINE)})

RICH_TEXT_ELEMENTS: Final = ListOf(
    Tagged(
        {
            "rich_text_section": _SECTION,
            "rich_text_list": typed(
                must={
                    "elements": ListOf(Tagged({"rich_text_section": _SECTION})),
                    "style": OneOf("bullet", "ordered"),
                },
                may={"indent": Whole("rich_text_list.indent"), **_BORDER},
            ),
            "rich_text_quote": typed(must={"elements": ListOf(_INLINE)}, may=_BORDER),
            "rich_text_preformatted": typed(
                must={"elements": ListOf(Tagged({"text": _TEXT, "link": _LINK}))}, may=_BORDER
            ),
        }
    )
)
