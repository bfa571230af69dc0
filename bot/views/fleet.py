"""The fleet: search, filter, one row for each integration, and pages. Shared by the list and the Home tab."""

from dataclasses import dataclass
from datetime import datetime

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    InputBlock,
    InteractiveElement,
    Option,
    PlainTextInputElement,
    StaticSelectElement,
)

from bot import buttons
from bot.blocks import DIVIDER, VARIANT, actions, button, field, option, plain, prose, quoted, small
from bot.browsing import HEALTH, PER_PAGE, TEXT
from bot.text import bold, count, escape, someone
from bot.views.guide import open_guide
from bot.views.menus import row_menu
from bot.views.status import NAMES, in_words, label
from bot.views.use import last_used
from core.actions.list import Fleet
from core.actor import Right, Role, may
from core.integration import Integration
from core.status import ORDER, status

FIND = "find"
FILTER = "filter"
SHOW_ALL = "show_all"
FIRST, PREVIOUS, NEXT = "page_first", "page_previous", "page_next"
ANY = "any"
NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A fleet as one person looks at it at one moment."""

    fleet: Fleet
    user: str
    now: datetime
    variant: str = ""
    """Another one makes Slack forget what was typed and picked, and take what is given."""

    @property
    def may_create(self) -> bool:
        return may(Right.CREATE, self.fleet.role)

    @property
    def is_filtered(self) -> bool:
        return bool(self.fleet.query.text) or self.fleet.query.health is not None


def fleet_blocks(sight: Sight) -> list[Block]:
    if not sight.fleet.counts.total:
        return _nothing_yet(sight)
    rows = [_row(each, sight) for each in sight.fleet.page.integrations]
    return [
        small(summary(sight.fleet)),
        _search(sight),
        actions(*_filter_and_create(sight), block_id=_varied(HEALTH, sight)),
        DIVIDER,
        *(rows or _nothing_matches(sight)),
        *_pager(sight),
    ]


def summary(fleet: Fleet) -> str:
    """“*42 integrations*: ⚠️ 3 overdue, ✅ 39 healthy”, most urgent first."""
    whose = "you own" if fleet.role is Role.NONE else ""
    total = f"*{' '.join(filter(None, [count(fleet.counts.total, 'integration'), whose]))}*"
    found = [(health, fleet.counts.by_health.get(health, 0)) for health in ORDER]
    parts = [f"{label(health)}: {number:,}".replace(" ", NO_BREAK) for health, number in found if number]
    return "   ".join([total, *parts])


def _row(integration: Integration, sight: Sight) -> Block:
    words = in_words(status(integration, sight.now), sight.now)
    menu = row_menu(integration, sight.fleet.role, sight.user, sight.now)
    used = last_used(sight.fleet.uses.get(integration.id), sight.now)
    if integration.decoy:
        used = f":honey_pot: decoy, planted at “{escape(integration.planted)}”"
    told = "  ·  ".join((words, used, someone(integration.owner)))
    return prose(f"{bold(integration.name)}\n{told}", accessory=menu)


def _search(sight: Sight) -> InputBlock:
    box = PlainTextInputElement(
        action_id=FIND,
        initial_value=sight.fleet.query.text or None,
        placeholder=plain("Part of a name, then Enter"),
    )
    return field(_varied(TEXT, sight), "Find by name", box, optional=True, dispatch=True)


def _filter_and_create(sight: Sight) -> list[InteractiveElement]:
    options = _options(sight)
    chosen = sight.fleet.query.health or ANY
    menu = StaticSelectElement(
        action_id=FILTER,
        placeholder=plain("Status"),
        options=options,
        initial_option=next(each for each in options if each.value == chosen),
    )
    return [menu, buttons.create()] if sight.may_create else [menu]


def _options(sight: Sight) -> list[Option]:
    """Those that occur, with how often; and the one that is chosen, so that it can be seen and undone."""
    counts, chosen = sight.fleet.counts, sight.fleet.query.health
    found = [(health, counts.by_health.get(health, 0)) for health in ORDER]
    return [
        option(f"Any status ({counts.total:,})", ANY),
        *(
            option(f"{label(health)} ({number:,})", health)
            for health, number in found
            if number or health is chosen
        ),
    ]


def _nothing_yet(sight: Sight) -> list[Block]:
    what = "An integration lets one third party use your account: with its own token, and only what it needs."
    if sight.may_create:
        return [
            prose(f"*No integrations yet*\n{what} Create the first one here."),
            actions(buttons.create(), open_guide()),
        ]
    return [
        prose(f"*No integrations yet*\n{what} A manager or an admin can create the first one."),
        actions(open_guide()),
    ]


def _nothing_matches(sight: Sight) -> list[Block]:
    query = sight.fleet.query
    text = f" “{query.text}”" if query.text else ""
    health = f" with the status “{NAMES[query.health]}”" if query.health else ""
    return [
        quoted(f"Nothing matches{text}{health}. Try fewer letters or another status."),
        actions(button("Show all", SHOW_ALL, "0")),
    ]


def _pager(sight: Sight) -> list[Block]:
    query, total = sight.fleet.query, sight.fleet.page.total
    if total <= PER_PAGE:
        return [small(f"{count(total, 'integration')} found.")] if sight.is_filtered and total else []
    first, last = query.offset + 1, min(query.offset + PER_PAGE, total)
    turns = []
    if query.offset:
        turns.append(_turn("First", FIRST, 0, total))
        turns.append(_turn("Previous", PREVIOUS, max(query.offset - PER_PAGE, 0), total))
    if last < total:
        turns.append(_turn("Next", NEXT, query.offset + PER_PAGE, total))
    return [DIVIDER, small(f"{first:,}–{last:,} of {total:,}"), actions(*turns)]


def _turn(text: str, action_id: str, offset: int, total: int) -> ButtonElement:
    last = min(offset + PER_PAGE, total)
    return button(text, action_id, str(offset), about=f"page: {offset + 1:,} to {last:,} of {total:,}")


def _varied(name: str, sight: Sight) -> str:
    return f"{name}{VARIANT}{sight.variant}" if sight.variant else name
