"""The buttons of reminders: labels, ids, and what a screen reader says. See `bot.buttons`."""

from itertools import accumulate

from slack_sdk.models.blocks import ButtonElement, OverflowMenuElement

from bot.asked import ref
from bot.blocks import button, option
from bot.blocks import confirm as really
from bot.text import code
from core.integration import Integration

SNOOZE = "snooze"
ACKNOWLEDGE = "acknowledge"
REASSIGN = "reassign"
REMOVE_UNUSED = "remove_unused"
PUT_BACK = "put_back"
KEEP = "keep"
CLAIM = "claim"
ROW = "reminder_row"
"""The menu beside an integration in a digest. Its choice is ``verb:value``, as the buttons carry it."""
ROTATE, SHOW = "rotate", "show"
ROOM = 140
"""Characters for the names of permissions in a question."""


def snooze(integration: Integration) -> ButtonElement:
    return button("Snooze", SNOOZE, ref(integration), about=integration.name)


def acknowledge(integration: Integration, token_id: str) -> ButtonElement:
    about = f"the rotation of {integration.name}"
    return button("Acknowledge", ACKNOWLEDGE, f"{integration.id}:{token_id}", about=about)


def reassign(integration: Integration) -> ButtonElement:
    return button("Reassign", REASSIGN, ref(integration), about=integration.name)


def remove_unused(integration: Integration, unused: frozenset[str]) -> ButtonElement:
    sure = really(
        "Remove them?",
        f"Nobody asked for these in 90 days:\n{_listed(unused)}\nFrom the next call on, they are refused. "
        "For seven days, *Put them back* undoes this.",
        "Remove them",
        danger=False,
    )
    about = f"of {integration.name}"
    return button("Remove unused permissions", REMOVE_UNUSED, ref(integration), about=about, confirm=sure)


def _listed(scopes: frozenset[str]) -> str:
    """As many as there is room for: Slack takes 300 characters in a question. The card lists more."""
    lines = [f"• {code(scope)}" for scope in sorted(scopes)]
    shown = [line for line, length in zip(lines, accumulate(map(len, lines)), strict=True) if length <= ROOM]
    more = len(lines) - len(shown)
    return "\n".join([*shown, f"• and {more} more"] if more else shown)


def put_back(integration: Integration) -> ButtonElement:
    return button("Put them back", PUT_BACK, ref(integration), about=f"to {integration.name}")


def keep(integration: Integration, token_id: str) -> ButtonElement:
    return button("Keep", KEEP, f"{integration.id}:{token_id}", about=integration.name)


def claim(integration: Integration) -> ButtonElement:
    return button("Claim", CLAIM, ref(integration), about=integration.name, style="primary")


def row(integration: Integration, token_id: str, *, acknowledged: bool) -> OverflowMenuElement:
    """What can be done about one row of a digest."""
    about = ref(integration)
    choices = [option("Rotate", f"{ROTATE}:{about}"), option("Snooze", f"{SNOOZE}:{about}")]
    if not acknowledged:
        choices.append(option("Acknowledge", f"{ACKNOWLEDGE}:{integration.id}:{token_id}"))
    choices.append(option("Show", f"{SHOW}:{about}"))
    return OverflowMenuElement(action_id=ROW, options=choices)
