"""What an edit is about to change, in words."""

from collections.abc import Iterable

from slack_sdk.models.blocks import Block

from bot.blocks import prose, small
from bot.text import bold, code, count, escape, someone
from core.catalogue import Catalogue
from core.changes import Changes

LISTED = 25


def change_blocks(changes: Changes, catalogue: Catalogue) -> list[Block]:
    before, after = changes.before, changes.after
    lines = []
    if before.name != after.name:
        lines.append(f"*Name:* {escape(before.name)} → {bold(after.name)}")
    if changes.new_owner:
        lines.append(f"*Owner:* {someone(before.owner)} → {someone(after.owner)}")
    if before.period != after.period:
        lines.append(
            f"*Rotation:* every {count(before.period.days, 'day')} → {count(after.period.days, 'day')}"
        )
    lines += [
        f"*{label}* changes."
        for label, old, new in (
            ("The description", before.description, after.description),
            ("The note where the token is kept", before.storage_note, after.storage_note),
        )
        if old != new
    ]
    blocks: list[Block] = [prose("\n".join(lines))] if lines else []
    if changes.gained:
        blocks.append(
            prose(
                f"*It gains {count(len(changes.gained), 'permission')}:*\n" + _list(changes.gained, catalogue)
            )
        )
    if changes.lost:
        blocks.append(
            prose(f"*It loses {count(len(changes.lost), 'permission')}:*\n" + _list(changes.lost, catalogue))
        )
    if changes.lost:
        blocks.append(small("What it loses is refused from the next request on."))
    return [*blocks, small("The token stays the same.")]


def _list(scopes: Iterable[str], catalogue: Catalogue) -> str:
    known = catalogue.in_order(scopes)
    lines = [
        f"• {code(each.scope)} {escape(each.description)}{' *(sensitive)*' if each.is_sensitive else ''}"
        for each in known
    ]
    lines += [f"• {code(scope)} (not offered any more)" for scope in catalogue.unknown(scopes)]
    more = len(lines) - LISTED
    return "\n".join([*lines[:LISTED], *([f"… and {more} more"] if more > 0 else [])])
