"""Modals and Home tabs: what is open, on what, with which hash and with what filled in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from sandbox.elements import values_of, with_ids
from sandbox.errors import SlackError
from sandbox.ids import Ids
from sandbox.json_types import Blocks, Json

STACK_LIMIT = 3
# What the app chose, as opposed to what Slack adds.
DEFINITION = (
    "type",
    "title",
    "submit",
    "close",
    "private_metadata",
    "callback_id",
    "external_id",
    "clear_on_close",
    "notify_on_close",
    "submit_disabled",
)


@dataclass
class View:
    id: str
    user_id: str
    root_id: str
    hash: str
    definition: Json
    blocks: Blocks
    previous_id: str | None = None
    values: Json = field(default_factory=dict)
    # What Slack or the app found wrong with the input: block_id -> sentence
    errors: dict[str, str] = field(default_factory=dict)
    busy: bool = False

    @property
    def is_home(self) -> bool:
        return bool(self.definition["type"] == "home")

    @property
    def notifies_on_close(self) -> bool:
        return bool(self.definition.get("notify_on_close"))

    @property
    def external_id(self) -> str:
        return str(self.definition.get("external_id") or "")


class Views:
    """One stack of at most three modals and one Home tab per person."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}

    def stack(self, user_id: str) -> list[View]:
        return list(self._stacks.get(user_id, []))

    def home(self, user_id: str) -> View | None:
        return self._homes.get(user_id)

    def all(self) -> Iterator[View]:
        for stack in self._stacks.values():
            yield from stack
        yield from self._homes.values()

    def find(self, view_id: str) -> View | None:
        return next((view for view in self.all() if view.id == view_id), None)

    def find_by_external_id(self, external_id: str) -> View | None:
        return next((view for view in self.all() if external_id and view.external_id == external_id), None)

    def make(self, user_id: str, definition: Json) -> View:
        """A view that is not on anybody's screen yet."""
        self._refuse_duplicate(definition, None)
        view = View(self._ids.next("V"), user_id, "", "", {}, [])
        view.root_id = view.id
        self._fill(view, definition)
        return view

    def open(self, view: View) -> None:
        """A new stack. What was open before is gone, as with Slack, without a view_closed."""
        self._stacks[view.user_id] = [view]

    def push(self, view: View) -> None:
        stack = self._stacks.get(view.user_id, [])
        if len(stack) >= STACK_LIMIT:
            raise SlackError("push_limit_reached")
        view.root_id, view.previous_id = stack[0].id, stack[-1].id
        stack.append(view)

    def update(self, view: View, definition: Json, expected_hash: str | None = None) -> None:
        if expected_hash and expected_hash != view.hash:
            raise SlackError("hash_conflict")
        self._refuse_duplicate(definition, view)
        self._fill(view, definition)

    def publish(self, user_id: str, definition: Json, expected_hash: str | None = None) -> View:
        home = self._homes.get(user_id)
        if home is None:
            home = self._homes[user_id] = self.make(user_id, definition)
        else:
            self.update(home, definition, expected_hash)
        return home

    def close(self, view: View) -> None:
        """This view goes; the one below it, if any, is on top again."""
        stack = self._stacks.get(view.user_id, [])
        if view in stack:
            stack.remove(view)

    def clear(self, user_id: str) -> list[View]:
        """The whole stack goes; returns what was on it."""
        return self._stacks.pop(user_id, [])

    def _fill(self, view: View, definition: Json) -> None:
        view.definition = {key: definition[key] for key in DEFINITION if key in definition}
        view.blocks = with_ids(definition.get("blocks") or [], self._ids)
        view.values = values_of(view.blocks, view.values)
        view.errors = {}
        view.hash = self._ids.hash()

    def _refuse_duplicate(self, definition: Json, except_for: View | None) -> None:
        taken_by = self.find_by_external_id(definition.get("external_id") or "")
        if taken_by is not None and taken_by is not except_for:
            raise SlackError("duplicate_external_id")


def as_slack_holds(view: View, *, team_id: str, app_id: str, bot_id: str) -> Json:
    """The view as answers and payloads carry it."""
    empty = {"private_metadata": "", "callback_id": "", "external_id": "", "submit": None, "close": None}
    switches = {"clear_on_close": False, "notify_on_close": False, "submit_disabled": False}
    kind: Literal["home", "modal"] = "home" if view.is_home else "modal"
    return (
        empty
        | switches
        | {"title": {"type": "plain_text", "text": "View Title", "emoji": True}}
        | view.definition
        | {
            "id": view.id,
            "team_id": team_id,
            "type": kind,
            "blocks": view.blocks,
            "state": {"values": view.values},
            "hash": view.hash,
            "previous_view_id": view.previous_id,
            "root_view_id": view.root_id,
            "app_id": app_id,
            "app_installed_team_id": team_id,
            "bot_id": bot_id,
        }
    )
