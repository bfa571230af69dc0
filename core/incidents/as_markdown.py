"""A document as Markdown. What people wrote stands there as they wrote it, and formats nothing."""

import re

from core.incidents.document import Bullets, Document, Heading, Paragraph, Part, Table

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!@])")


def as_markdown(document: Document) -> str:
    parts = [f"# {_plain(document.title)}", *(_part(part) for part in document.parts)]
    return "\n\n".join(parts) + "\n"


def _part(part: Part) -> str:
    if isinstance(part, Heading):
        return f"## {_plain(part.text)}"
    if isinstance(part, Paragraph):
        return _plain(part.text)
    if isinstance(part, Bullets):
        return "\n".join(f"- {_plain(item)}" for item in part.items)
    return _table(part)


def _table(table: Table) -> str:
    rows = [table.titles, ("---",) * len(table.titles)]
    lines = [f"| {' | '.join(map(_plain, row))} |" for row in (rows[0], *table.rows)]
    return "\n".join((lines[0], f"| {' | '.join(rows[1])} |", *lines[1:]))


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
