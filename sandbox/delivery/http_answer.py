"""What came back from the bot over HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class HttpAnswer:
    status: int
    # Lower-case names.
    headers: Mapping[str, str]
    body: bytes


class HttpClient(Protocol):
    async def post(self, body: bytes, headers: Mapping[str, str]) -> HttpAnswer:
        """Raises OSError when nobody is there."""

    async def close(self) -> None: ...
