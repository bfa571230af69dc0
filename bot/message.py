"""A message: blocks for those who see them, and the same in text for all others."""

import hashlib
import json
from dataclasses import dataclass

from slack_sdk.models.blocks import Block

from bot.blocks import as_json


@dataclass(frozen=True, slots=True)
class Message:
    blocks: list[Block]
    text: str
    """For notifications and screen readers: complete by itself."""
    news: bool = True
    """Worth saying by itself; if not, only a card that is there already comes to show it."""
    settled: bool = False
    """Of a card: it says how the matter ended, and nothing can change that any more."""

    @property
    def face(self) -> str:
        """A digest of all that people see of it."""
        shown = json.dumps([self.text, as_json(self.blocks)], sort_keys=True)
        return hashlib.sha256(shown.encode()).hexdigest()[:32]
