"""What was said, and who can see it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sandbox.elements import with_ids
from sandbox.files import File
from sandbox.ids import Ids
from sandbox.json_types import Blocks, Json
from sandbox.workspace import Conversation

CONTENT = ("text", "blocks", "attachments", "metadata")
TOMBSTONE, SLACKBOT = "This message was deleted.", "USLACKBOT"


@dataclass
class Message:
    ts: str
    conversation: Conversation
    user_id: str
    from_bot: bool
    text: str = ""
    blocks: Blocks = field(default_factory=list)
    attachments: Blocks = field(default_factory=list)
    metadata: Json | None = None
    files: tuple[File, ...] = ()
    thread_ts: str | None = None
    ephemeral_to: str | None = None
    edited_ts: str | None = None
    # False when a fault swallowed it: Slack said ok, nobody sees it.
    shown: bool = True
    # Deleted, and its thread goes on.
    is_tombstone: bool = False
    # What each person picked in it and did not send elsewhere: user id -> state.values
    values: dict[str, Json] = field(default_factory=dict)

    @property
    def is_ephemeral(self) -> bool:
        return self.ephemeral_to is not None

    def visible_to(self, user_id: str) -> bool:
        if not self.shown or user_id not in self.conversation.members:
            return False
        return self.ephemeral_to in (None, user_id)


class Board:
    """Every message of the workspace, oldest first."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._messages: dict[tuple[str, str], Message] = {}

    def __iter__(self) -> Iterator[Message]:
        return iter(list(self._messages.values()))

    def add(self, message: Message, content: Json) -> Message:
        self._fill(message, content)
        self._messages[message.conversation.id, message.ts] = message
        return message

    def rewrite(self, message: Message, content: Json, edited_ts: str) -> None:
        """New content, same place and same visibility: those a message keeps for life."""
        self._fill(message, content)
        message.values.clear()
        message.edited_ts = edited_ts

    def leave_tombstone(self, message: Message) -> None:
        """Nothing is left of it but its place, for its thread."""
        message.user_id, message.from_bot, message.is_tombstone = SLACKBOT, False, True
        message.files, message.metadata, message.edited_ts = (), None, None
        message.thread_ts = message.ts
        self._fill(message, {"text": TOMBSTONE})
        message.values.clear()

    def find(self, channel_id: str, ts: str) -> Message | None:
        return self._messages.get((channel_id, ts))

    def remove(self, message: Message) -> None:
        self._messages.pop((message.conversation.id, message.ts), None)

    def forget_ephemerals_of(self, user_id: str) -> None:
        """A reload of the client: Slack does not keep ephemeral messages."""
        for message in self:
            if message.ephemeral_to == user_id:
                self.remove(message)

    def visible_to(self, user_id: str) -> list[Message]:
        return [message for message in self if message.visible_to(user_id)]

    def replies_to(self, message: Message) -> list[Message]:
        return [
            each
            for each in self
            if each.conversation is message.conversation and each.thread_ts == message.ts != each.ts
        ]

    def _fill(self, message: Message, content: Json) -> None:
        message.text = str(content.get("text") or content.get("markdown_text") or "")
        message.blocks = with_ids(content.get("blocks") or [], self._ids)
        message.attachments = content.get("attachments") or []
        if content.get("metadata"):
            message.metadata = content["metadata"]


def as_slack_returns(message: Message, *, with_metadata: bool = False) -> Json:
    """The message as the Web API and interaction payloads carry it."""
    body: Json = {"type": "message", "user": message.user_id, "ts": message.ts, "text": message.text}
    body |= {key: value for key in ("blocks", "attachments") if (value := getattr(message, key))}
    if message.is_tombstone:
        body |= {"subtype": "tombstone", "hidden": True}
    if message.files:
        body["files"] = [file.facts() for file in message.files]
    if message.thread_ts:
        body["thread_ts"] = message.thread_ts
    if message.edited_ts:
        body["edited"] = {"user": message.user_id, "ts": message.edited_ts}
    if with_metadata and message.metadata:
        body["metadata"] = message.metadata
    return body
