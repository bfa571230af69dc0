"""What Slack knows of one method before it looks at what is asked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from sandbox.errors import SlackError
from sandbox.json_types import Json
from sandbox.world import World


@dataclass(frozen=True)
class Request:
    world: World
    args: Json
    # False when a fault swallows the effect: Slack says ok and nobody sees anything.
    shown: bool = True

    def text(self, name: str) -> str:
        return str(self.args.get(name) or "")

    def flag(self, name: str) -> bool:
        """Forms know no booleans."""
        return str(self.args.get(name, "")).lower() in ("true", "1")

    def require_scope(self, scope: str) -> None:
        if scope not in self.world.scopes:
            raise missing_scope(self.world, scope)


def missing_scope(world: World, *needed: str) -> SlackError:
    return SlackError("missing_scope", needed=",".join(needed), provided=",".join(sorted(world.scopes)))


@dataclass(frozen=True)
class Method:
    handler: Callable[[Request], Json]
    args: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    # Any one of these lets the call in; the handler may then insist on the one for the kind of conversation.
    scopes: tuple[str, ...] = ()
    token: Literal["bot", "app", "any", "none"] = "bot"
    # Reads take a query or a form; a JSON body is not looked at.
    reads_json: bool = True
    per_minute: int = field(default=100, kw_only=True)
