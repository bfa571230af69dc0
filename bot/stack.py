"""What it takes to draw a list or a portrait again, while another modal stands on top of it.

Slack does not say what stands in the modals below. So it travels in the private metadata of those above,
after the intent's id. Nothing in it is secret, and as anybody may have written it, it only says what to look
at: whether they may is asked anew.
"""

import json
from collections.abc import Sequence
from typing import NamedTuple

LONGEST = 3000
"""What Slack takes as private metadata."""


class Drawn(NamedTuple):
    screen: str
    """Which one: see `bot.sights`."""
    about: Sequence[str] = ()
    view: str = ""
    metadata: str = ""
    """Both are known once something is on top of it."""


class Stack(NamedTuple):
    this: Drawn | None = None
    """Of the view itself; None for what nothing on top of it changes, such as a form."""
    below: tuple[Drawn, ...] = ()
    """Nearest first."""

    def under(self, view: str, metadata: str) -> "Stack":
        """For a modal that is put on top of this one."""
        here = () if self.this is None else (self.this._replace(view=view, metadata=metadata),)
        return Stack(below=(*here, *self.below))

    def beside(self, metadata: str) -> str:
        """As private metadata, with an intent's id before it. Too much of it is left out."""
        if self == ALONE:
            return metadata
        text = f"{metadata} {json.dumps(self, separators=(',', ':'))}"
        return text if len(text) <= LONGEST else metadata


ALONE = Stack()


def parted(metadata: str) -> tuple[str, Stack]:
    """The intent's id, and the rest if it makes sense."""
    intent, _, text = metadata.partition(" ")
    try:
        this, below = json.loads(text)
        return intent, Stack(this and _drawn(this), tuple(_drawn(each) for each in below))
    except (ValueError, TypeError):
        return intent, ALONE


def _drawn(parts: Sequence[object]) -> Drawn:
    screen, about, view, metadata = parts
    if not isinstance(about, list):
        raise TypeError
    return Drawn(str(screen), tuple(map(str, about)), str(view), str(metadata))
