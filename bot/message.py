"""A message: blocks for those who see them, and the same in text for all others."""

from dataclasses import dataclass

from slack_sdk.models.blocks import Block


@dataclass(frozen=True, slots=True)
class Message:
    blocks: list[Block]
    text: str
    """For notifications and screen readers: complete by itself."""
