"""What one person may do with one integration: the row's menu and the portrait's buttons agree on it."""

from datetime import datetime

from slack_sdk.models.blocks import OverflowMenuElement

from bot import buttons
from bot.asked import ref
from bot.blocks import option
from bot.incidents.buttons import COMPROMISED
from core.actor import Right, Role, looks_after, may
from core.integration import Integration

ROW = "row"
"""The menu beside an integration in a list. Its choice is ``verb:ref``."""

LABELS = {COMPROMISED: "Report compromised"}
"""Of the verbs that say too little by themselves."""


def ways(integration: Integration, role: Role, user: str, now: datetime) -> list[str]:
    """The verbs that make sense now. Whether they are allowed is asked again when it counts."""
    is_owner = looks_after(user, integration)
    under_way = integration.offered is not None or integration.waiting(now) is not None
    found = [buttons.SHOW]
    if may(Right.EDIT, role, is_owner=is_owner) and not integration.decoy:
        found.append(buttons.EDIT)
    if may(Right.ROTATE, role, is_owner=is_owner) and not (under_way or integration.decoy):
        found.append(buttons.ROTATE)
    if may(Right.DELETE, role, is_owner=is_owner):
        found.append(buttons.DELETE)
    if may(Right.COMPROMISE, role, is_owner=is_owner):
        found.append(COMPROMISED)
    return found


def row_menu(integration: Integration, role: Role, user: str, now: datetime) -> OverflowMenuElement:
    choices = [
        option(LABELS.get(verb, verb.capitalize()), f"{verb}:{ref(integration)}")
        for verb in ways(integration, role, user, now)
    ]
    return OverflowMenuElement(action_id=ROW, options=choices)


def parse_choice(value: str) -> tuple[str, str]:
    """The verb and what it is about. Anybody may have written `value`."""
    verb, _, about = value.partition(":")
    return verb, about
