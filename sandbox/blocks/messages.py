"""The shapes of what posts or changes a message.

Slack ignores an argument it does not know; here it is refused, because whoever sends one counts on it.
"""

from typing import Final

from sandbox.blocks.grammar import FLAG, STRING, AnyObject, Kind, ListOf, Object, OneOf, Rule, Text
from sandbox.blocks.layout import blocks_on
from sandbox.blocks.payload_rules import (
    block_ids_differ,
    markdown_in_total,
    markdown_text_alone,
    one_focus,
    one_table,
    response_urls_only_in_modal_inputs,
    says_something,
    says_something_unless_deleting,
)
from sandbox.blocks.rules import all_or_none_of, event_is_flat


def _utf8_length(text: str) -> int:
    return len(text.encode(errors="surrogatepass"))


_BLOCKS: Final = blocks_on("message", "message.blocks", error="invalid_blocks_format")

_ATTACHMENT: Final = Object(
    may={
        **dict.fromkeys(("fallback", "color", "pretext", "text", "title", "title_link", "ts"), STRING),
        **dict.fromkeys(("author_name", "author_link", "author_icon", "author_subname"), STRING),
        **dict.fromkeys(("image_url", "thumb_url", "footer", "footer_icon"), STRING),
        "fields": ListOf(Object(must={"title": STRING, "value": STRING}, may={"short": FLAG})),
        "mrkdwn_in": ListOf(OneOf("pretext", "text", "fields")),
        "blocks": _BLOCKS,
    },
)

_METADATA: Final = Object(
    may={"event_type": STRING, "event_payload": AnyObject()},
    rules=[all_or_none_of("event_type", "event_payload"), event_is_flat],
    error="invalid_metadata_format",
)
_REMEMBERED: Final[dict[str, Kind]] = {"metadata": _METADATA}
_CONTENT: Final[dict[str, Kind]] = {
    "blocks": _BLOCKS,
    "attachments": ListOf(_ATTACHMENT, "message.attachments", error="invalid_attachments"),
    "parse": OneOf("full", "none"),
    "link_names": FLAG,
}
_UNFURLING: Final[dict[str, Kind]] = dict.fromkeys(("mrkdwn", "unfurl_links", "unfurl_media"), FLAG)
_AUTHOR: Final[dict[str, Kind]] = dict.fromkeys(("username", "icon_emoji", "icon_url"), STRING)
_CALL: Final[dict[str, Kind]] = {
    **_CONTENT,
    "markdown_text": Text("message.markdown_text"),
    "token": STRING,
    "team_id": STRING,  # Bolt for Python adds it to every call it makes
}
_RULES: Final[tuple[Rule, ...]] = (
    block_ids_differ,
    one_focus,
    response_urls_only_in_modal_inputs,
    one_table,
    markdown_in_total,
)
_SPOKEN: Final = (says_something, markdown_text_alone, *_RULES)

MESSAGE: Final = Object(
    must={"channel": STRING},
    may={
        **_CALL,
        **_REMEMBERED,
        **_UNFURLING,
        **_AUTHOR,
        "text": Text("message.text"),
        "thread_ts": STRING,
        "reply_broadcast": FLAG,
    },
    rules=_SPOKEN,
)
EPHEMERAL: Final = Object(
    must={"channel": STRING, "user": STRING},
    may={
        **_CALL,
        **_AUTHOR,
        "text": Text("ephemeral.text", count=_utf8_length),
        "thread_ts": STRING,
    },
    rules=_SPOKEN,
)
UPDATE: Final = Object(
    must={"channel": STRING, "ts": STRING},
    may={**_CALL, **_REMEMBERED, "text": Text("update.text"), "reply_broadcast": FLAG},
    rules=_SPOKEN,
)
RESPONSE_URL: Final = Object(
    may={
        **_CONTENT,
        **_REMEMBERED,
        **_UNFURLING,
        "text": Text("message.text"),
        "thread_ts": STRING,
        "response_type": OneOf("ephemeral", "in_channel"),
        "replace_original": FLAG,
        "delete_original": FLAG,
    },
    rules=[says_something_unless_deleting, *_RULES],
)
