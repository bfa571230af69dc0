"""What a person has before her eyes: messages and views as she sees them now."""

from dataclasses import dataclass

from sandbox.choices import is_empty
from sandbox.elements import STATE_KEYS, interactive
from sandbox.json_types import Blocks, Json
from sandbox.messages import Message
from sandbox.reading import all_text
from sandbox.views import View


@dataclass(frozen=True)
class ShownMessage:
    """Follows the message: after an update it shows the new content."""

    message: Message

    @property
    def ts(self) -> str:
        return self.message.ts

    @property
    def channel(self) -> str:
        """The conversation's id."""
        return self.message.conversation.id

    @property
    def channel_name(self) -> str:
        return self.message.conversation.name

    @property
    def text(self) -> str:
        return self.message.text

    @property
    def blocks(self) -> Blocks:
        return self.message.blocks

    @property
    def ephemeral(self) -> bool:
        return self.message.is_ephemeral

    @property
    def from_bot(self) -> bool:
        return self.message.from_bot

    @property
    def thread_ts(self) -> str | None:
        return self.message.thread_ts

    @property
    def files(self) -> dict[str, str]:
        """What was shared with it, by name."""
        return {file.name: file.content for file in self.message.files}

    @property
    def all_text(self) -> str:
        return all_text(self.message)

    @property
    def buttons(self) -> list[str]:
        return button_texts(self.message.blocks)


@dataclass(frozen=True)
class ShownView:
    """A modal or a Home tab."""

    view: View

    @property
    def id(self) -> str:
        return self.view.id

    @property
    def callback_id(self) -> str:
        return str(self.view.definition.get("callback_id") or "")

    @property
    def title(self) -> str:
        return str((self.view.definition.get("title") or {}).get("text", ""))

    @property
    def submit(self) -> str | None:
        """What the button that sends it says; None where there is none."""
        return (self.view.definition.get("submit") or {}).get("text")

    @property
    def blocks(self) -> Blocks:
        return self.view.blocks

    @property
    def errors(self) -> dict[str, str]:
        """block_id -> what is wrong with the input."""
        return dict(self.view.errors)

    @property
    def busy(self) -> bool:
        return self.view.busy

    @property
    def values(self) -> Json:
        """block_id -> what is filled in: a text, a date, an option's value, or a list of those."""
        return {
            block_id: _plain(state)
            for block_id, states in self.view.values.items()
            for state in states.values()
            if not is_empty(state)
        }

    @property
    def all_text(self) -> str:
        return all_text(self.view)

    @property
    def buttons(self) -> list[str]:
        return button_texts(self.view.blocks)


def _plain(state: Json) -> object:
    value = state[STATE_KEYS[state["type"]]]
    if isinstance(value, list):
        return [each["value"] if isinstance(each, dict) else each for each in value]
    return value["value"] if isinstance(value, dict) and "value" in value else value


def button_texts(blocks: Blocks) -> list[str]:
    return [
        placed.element["text"]["text"]
        for placed in interactive(blocks)
        if placed.element["type"] in ("button", "workflow_button")
    ]
