"""Finding tokens of ours in any text: a message, a file, a form.

Whatever has the shape and the right checksum is found, with any prefix: one that was replaced in the settings
was ours too. Whether it *is* ours, only its digest can tell (`Store.find`).

A token counts wherever its 53 characters stand together: between any others, inside an address, glued to
words. Formatting that Slack or a web page puts inside it is looked through: `*`, `~`, backticks, zero-width
characters and soft hyphens. One that is cut by a space or a line break is not found.
"""

import re

from core.secret import BODY, CHECKSUM, LONGEST, Secret

_AFTER_THE_PREFIX = re.compile(rf"_[0-9A-Za-z]{{{BODY + CHECKSUM}}}")
_LONGEST_PREFIX = LONGEST - 1 - BODY - CHECKSUM
_SHORTEST_PREFIX = 2
_LOOKED_THROUGH = dict.fromkeys(map(ord, "*~`\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def tokens_in(text: str) -> list[Secret]:
    """Each once, in the order of the text. Never raises; takes time in proportion to the text's length."""
    if "_" not in text:
        return []
    text = text.translate(_LOOKED_THROUGH)
    found: dict[str, Secret] = {}
    for run in _AFTER_THE_PREFIX.finditer(text):
        secret = _ending_in(text, run.start(), run.end())
        if secret is not None:
            found[run.group()] = secret
    return list(found.values())


def _ending_in(text: str, prefix_end: int, end: int) -> Secret | None:
    """Letters before a prefix may look like a part of it: the checksum says where it begins."""
    for length in range(_SHORTEST_PREFIX, min(_LONGEST_PREFIX, prefix_end) + 1):
        secret = Secret.parse(text[prefix_end - length : end])
        if secret is not None:
            return secret
    return None
