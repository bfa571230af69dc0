"""One thing on its way to the bot."""

from dataclasses import dataclass
from typing import Literal, Protocol

from sandbox.json_types import Json

Kind = Literal["slash_commands", "interactive", "events_api"]


@dataclass(frozen=True)
class Parcel:
    kind: Kind
    payload: Json
    # Whether Slack takes more than a bare acknowledgement: a message, an answer to a submission.
    accepts_answer: bool = False
    retry_number: int = 0
    retry_reason: str = ""


class Transport(Protocol):
    @property
    def connected(self) -> bool: ...

    async def send(self, parcel: Parcel) -> Json:
        """The bot's answer, {} for a bare acknowledgement. Raises NotAcknowledgedError."""

    async def close(self) -> None: ...
