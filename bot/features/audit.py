"""Audit: who did what, when; ten entries a page, newest first, of one integration or of all."""

from slack_sdk.models.blocks import Block, InteractiveElement
from slack_sdk.models.views import View

from bot.asked import Asked, parse_pair, parse_ref
from bot.blocks import actions, button, modal, prose, small
from bot.desk import Desk
from bot.people import person
from bot.screens import Screen
from bot.text import bold
from bot.views.record import dated
from core.actions.audit import Record, record

TITLE = "Audit"
OLDER = "audit_older"
NEWEST = "audit_newest"


async def draw(desk: Desk, asked: Asked, screen: Screen) -> None:
    """Of the integration that was named, or of everything."""
    who = await person(desk, asked.user)
    integration_id, _ = parse_ref(asked.value)
    shown = await record(desk.tools, who, name=asked.words, integration_id=integration_id)
    await screen.show(page(shown))


async def on_page(desk: Desk, asked: Asked) -> None:
    """Another page in the same modal: the button carries the integration and where to go on."""
    who = await person(desk, asked.user)
    integration_id, before = parse_pair(asked.value)
    shown = await record(desk.tools, who, integration_id=integration_id, before=_sequence(before))
    await Screen(desk, asked.view).show(page(shown))


def page(shown: Record) -> View:
    about = f"of {bold(shown.integration.name)}" if shown.integration else "of everything"
    blocks: list[Block] = [prose(f"The record {about}, newest first.")]
    it = "it" if shown.integration else ""
    blocks += [small(dated(entry, it=it)) for entry in shown.entries]
    if not shown.entries:
        blocks.append(small("Nothing has happened yet."))
    ways = _ways(shown)
    if ways:
        blocks.append(actions(*ways))
    blocks.append(small("The record is chained: `latchkey audit verify` shows whether anybody changed it."))
    return modal(TITLE, blocks)


def _ways(shown: Record) -> list[InteractiveElement]:
    subject = shown.integration.id if shown.integration else ""
    ways: list[InteractiveElement] = []
    if shown.entries and not shown.is_newest:
        ways.append(button("Newest", NEWEST, f"{subject}:"))
    if shown.older is not None:
        ways.append(button("Older", OLDER, f"{subject}:{shown.older}"))
    return ways


def _sequence(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 16 else None  # noqa: PLR2004 - fits every database
