"""The few shapes that every screen and message is made of.

Built from the SDK's models, which check Slack's limits before anything is sent.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    BlockElement,
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    InputBlock,
    InputInteractiveElement,
    InteractiveElement,
    MarkdownTextObject,
    Option,
    PlainTextObject,
    RichTextBlock,
    RichTextElementParts,
    RichTextPreformattedElement,
    SectionBlock,
)
from slack_sdk.models.views import View

DIVIDER = DividerBlock()
TITLE = 24
VARIANT = "~"
"""``scopes~2`` is the field ``scopes`` under a new block id: that makes Slack take its initial value."""


class Drawn(Block):
    """A block that was drawn and checked before: a long menu takes longer to draw than all around it."""

    def __init__(self, payload: Mapping[str, Any]) -> None:
        super().__init__(type=payload["type"], block_id=payload.get("block_id"))
        self._payload = dict(payload)

    def to_dict(self, *_args: object) -> dict[str, Any]:
        return self._payload


def mrkdwn(text: str) -> MarkdownTextObject:
    """Our words; whatever people typed was escaped before. `verbatim`: nothing becomes a link by itself."""
    return MarkdownTextObject(text=text, verbatim=True)


def plain(text: str) -> PlainTextObject:
    """Shown to the letter: the safe place for what people typed."""
    return PlainTextObject(text=text, emoji=False)


def prose(text: str, *, accessory: BlockElement | None = None) -> SectionBlock:
    return SectionBlock(text=mrkdwn(text), accessory=accessory)


def quoted(text: str) -> SectionBlock:
    return SectionBlock(text=plain(text))


def small(*texts: str) -> ContextBlock:
    return ContextBlock(elements=[mrkdwn(text) for text in texts])


def header(text: str) -> HeaderBlock:
    return HeaderBlock(text=plain(text))


def preformatted(text: str) -> RichTextBlock:
    """A block made for copying; its content is never parsed."""
    words = RichTextElementParts.Text(text=text)
    return RichTextBlock(elements=[RichTextPreformattedElement(elements=[words])])


def actions(*buttons: InteractiveElement, block_id: str | None = None) -> ActionsBlock:
    return ActionsBlock(elements=list(buttons), block_id=block_id)


def button(
    label: str,
    action_id: str,
    value: str,
    *,
    style: str | None = None,
    about: str = "",
    confirm: ConfirmObject | None = None,
) -> ButtonElement:
    """`about` completes the label for a screen reader, such as “Rotate Billing sync”."""
    return ButtonElement(
        text=plain(label),
        action_id=action_id,
        value=value,
        style=style,
        accessibility_label=f"{label} {about}"[:75] if about else None,
        confirm=confirm,
    )


def confirm(title: str, text: str, yes: str, *, danger: bool = True) -> ConfirmObject:
    return ConfirmObject(
        title=title, text=mrkdwn(text), confirm=yes, deny="Go back", style="danger" if danger else None
    )


def field(
    name: str,
    label: str,
    element: InputInteractiveElement,
    *,
    hint: str | None = None,
    optional: bool = False,
    dispatch: bool = False,
) -> InputBlock:
    """A form's input: its block id is the field's name, which is where errors appear."""
    return InputBlock(
        block_id=name,
        label=plain(label),
        element=element,
        hint=plain(hint) if hint else None,
        optional=optional,
        dispatch_action=dispatch,
    )


def option(text: str, value: str, description: str | None = None) -> Option:
    return Option(text=plain(text), value=value, description=plain(description) if description else None)


def modal(
    title: str,
    blocks: Iterable[Block],
    *,
    callback_id: str = "screen",
    submit: str | None = None,
    close: str = "Close",
    metadata: str = "",
) -> View:
    return View(
        type="modal",
        title=plain(title[:TITLE]),
        blocks=list(blocks),
        callback_id=callback_id,
        submit=plain(submit) if submit else None,
        close=plain(close),
        private_metadata=metadata,
    )


def as_json(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    return [block.to_dict() for block in blocks]


def filled_in(view: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled into a view, by field: a text, a chosen value, a list of them, or None."""
    values = view.get("state", {}).get("values", {})
    return {
        block.partition(VARIANT)[0]: _value(element)
        for block, elements in values.items()
        for element in elements.values()
    }


def at_fields(view: Mapping[str, Any], errors: Mapping[str, str]) -> dict[str, str]:
    """`errors` by field -> by the block id that the field has in this view."""
    blocks = {block.partition(VARIANT)[0]: block for block in view.get("state", {}).get("values", {})}
    return {blocks.get(name, name): sentence for name, sentence in errors.items()}


def _value(element: Mapping[str, Any]) -> Any:  # noqa: ANN401 - Slack's own variety
    for key in ("selected_options", "selected_option"):
        chosen = element.get(key)
        if chosen is not None:
            many = isinstance(chosen, list)
            return [each["value"] for each in chosen] if many else chosen["value"]
    for key, value in element.items():
        if key.startswith("selected_") or key == "value":
            return value
    return None
