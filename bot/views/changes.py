"""What an edit is about to change, in words."""

from collections.abc import Iterable

from slack_sdk.models.blocks import Block

from bot.blocks import prose, small
from bot.text import ON_LEAK, bold, code, count, escape, someone
from bot.views.paragraphs import first, paragraphs
from core.catalogue import Catalogue
from core.changes import Changes

LISTED = 25


def change_blocks(changes: Changes, catalogue: Catalogue) -> list[Block]:
    lines = [*_differences(changes), *_reworded(changes)]
    blocks: list[Block] = [prose("\n".join(lines))] if lines else []
    for verb, scopes in (("gains", changes.gained), ("loses", changes.lost)):
        if scopes:
            heading = f"*It {verb} {count(len(scopes), 'permission')}:*"
            blocks += paragraphs([heading, *_list(scopes, catalogue)])
    if changes.lost:
        blocks.append(small("What it loses is refused from the next request on."))
    return [*blocks, small("The token stays the same.")]


def _differences(changes: Changes) -> list[str]:
    before, after = changes.before, changes.after
    lines = []
    if before.name != after.name:
        lines.append(f"*Name:* {escape(before.name)} → {bold(after.name)}")
    if changes.new_owner:
        lines.append(f"*Owner:* {someone(before.owner)} → {someone(after.owner)}")
    if before.backup_owner != after.backup_owner:
        lines.append(f"*Backup owner:* {_or_nobody(before.backup_owner)} → {_or_nobody(after.backup_owner)}")
    if before.period != after.period:
        days = f"{count(before.period.days, 'day')} → {count(after.period.days, 'day')}"
        lines.append(f"*Rotation:* every {days}")
    if before.on_leak != after.on_leak:
        lines.append(f"*Found in public:* {ON_LEAK[before.on_leak]} → {ON_LEAK[after.on_leak]}")
    return lines


def _or_nobody(user: str) -> str:
    return someone(user) if user else "nobody"


def _reworded(changes: Changes) -> list[str]:
    """Long texts are named, not quoted."""
    before, after = changes.before, changes.after
    texts = (
        ("The description", before.description, after.description),
        ("The note where the token is kept", before.storage_note, after.storage_note),
    )
    return [f"*{label}* changes." for label, old, new in texts if old != new]


def _list(scopes: Iterable[str], catalogue: Catalogue) -> list[str]:
    known = catalogue.in_order(scopes)
    lines = [
        f"• {code(each.scope)} {escape(each.description)}{' *(sensitive)*' if each.is_sensitive else ''}"
        for each in known
    ]
    lines += [f"• {code(scope)} (not offered any more)" for scope in catalogue.unknown(scopes)]
    return first(lines, LISTED, "permissions")
