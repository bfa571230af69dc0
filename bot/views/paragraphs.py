"""Long lists, cut to what Slack takes and people read."""

from collections.abc import Iterable

from slack_sdk.models.blocks import Block

from bot.blocks import prose

LONGEST = 2900
"""Slack takes 3,000 characters in a text; a cut text would be a broken one."""


def paragraphs(lines: Iterable[str]) -> list[Block]:
    """As few blocks as can hold `lines`, none of which is ever cut. Each must be shorter than a block."""
    texts: list[str] = []
    for line in lines:
        if texts and len(texts[-1]) + 1 + len(line) <= LONGEST:
            texts[-1] += f"\n{line}"
        else:
            texts.append(line.lstrip("\n"))
    return [prose(text) for text in texts]


def first(lines: list[str], most: int, what: str) -> list[str]:
    """The first ones, and how many more there are: never “and 1 more”, which could stand there itself."""
    if len(lines) <= most + 1:
        return lines
    return [*lines[:most], f"… and {len(lines) - most} more {what}"]
