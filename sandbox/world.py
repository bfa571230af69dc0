"""Everything the pretend Slack holds, in one place: what handlers and people act on."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.app_definition import AppDefinition
from sandbox.changes import Changes
from sandbox.delivery.courier import Courier
from sandbox.delivery.socket_mode import SocketMode
from sandbox.faults import Faults
from sandbox.ids import Ids
from sandbox.json_types import Json
from sandbox.messages import Board, Message
from sandbox.notices import Level, Notices
from sandbox.record import Record
from sandbox.response_urls import ResponseUrls
from sandbox.triggers import Triggers
from sandbox.uploads import Uploads
from sandbox.views import View, Views, as_slack_holds
from sandbox.workspace import Conversation, Workspace


def _made_up(prefix: str) -> str:
    return f"{prefix}-sandbox-{secrets.token_hex(12)}"


@dataclass
class Credentials:
    """The app's identity. Tokens say what they are, so that nobody takes them for real ones."""

    app_id: str = "A0SANDBOX"
    bot_id: str = "B0SANDBOX"
    bot_token: str = field(default_factory=lambda: _made_up("xoxb"))
    app_token: str = field(default_factory=lambda: _made_up("xapp"))
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    verification_token: str = field(default_factory=lambda: secrets.token_hex(12))
    # Installed on a whole Enterprise organisation instead of one workspace.
    org_wide: bool = False
    # After an uninstall tokens are revoked.
    revoked: bool = False


@dataclass
class World:
    clock: Callable[[], datetime]
    app: AppDefinition
    credentials: Credentials
    workspace: Workspace
    ids: Ids
    board: Board
    views: Views
    triggers: Triggers
    response_urls: ResponseUrls
    notices: Notices
    record: Record
    faults: Faults
    changes: Changes
    sockets: SocketMode
    courier: Courier
    scopes: frozenset[str]
    authority: Callable[[], str]
    uploads: Uploads = field(default_factory=Uploads)
    # user id -> conversation id -> ts of the last message seen there
    last_seen: dict[str, dict[str, str]] = field(default_factory=dict)

    def changed(self) -> None:
        self.changes.announce()

    def tell(self, user_id: str, text: str, level: Level = "error") -> None:
        self.notices.tell(user_id, text, level)
        self.changed()

    def problem(self, sentence: str) -> None:
        self.record.problems.append(sentence)
        self.changed()

    @property
    def enterprise_id(self) -> str | None:
        return "E0SANDBOX" if self.credentials.org_wide else None

    def held(self, view: View) -> Json:
        """A view with everything Slack adds to it."""
        return as_slack_holds(
            view,
            team_id=self.workspace.team_id,
            app_id=self.credentials.app_id,
            bot_id=self.credentials.bot_id,
        )

    def post(
        self,
        conversation: Conversation,
        content: Json,
        *,
        user_id: str | None = None,
        ephemeral_to: str | None = None,
        shown: bool = True,
    ) -> Message:
        """A new message, by the bot unless somebody is named."""
        message = Message(
            ts=self.ids.ts(self.clock()),
            conversation=conversation,
            user_id=user_id or self.workspace.bot.id,
            from_bot=user_id is None,
            thread_ts=content.get("thread_ts"),
            ephemeral_to=ephemeral_to,
            shown=shown,
            files=tuple(content.get("files") or ()),
        )
        self.board.add(message, content)
        self.changed()
        return message

    def rewrite(self, message: Message, content: Json) -> None:
        self.board.rewrite(message, content, self.ids.ts(self.clock()))
        self.changed()

    def remove(self, message: Message) -> None:
        self.board.remove(message)
        self.changed()

    def leave_tombstone(self, message: Message) -> None:
        self.board.leave_tombstone(message)
        self.changed()
