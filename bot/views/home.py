"""The Home tab: the fleet with what is most urgent first, and a friendly sentence for everybody else."""

from collections.abc import Iterable

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot import buttons
from bot.blocks import DIVIDER, actions, button, header, prose
from bot.text import count
from bot.views.fleet import Sight, fleet_blocks
from bot.views.guide import open_guide
from core.actor import Right, Role, may

OFFICES = {Right.AUDIT: "audit", Right.GRANT: "access", Right.SETTINGS: "settings"}
"""What can be opened from here, with the verb that opens it and the right that it takes."""


def office_id(verb: str) -> str:
    return f"open_{verb}"


def home_view(sight: Sight, held: int = 0) -> View:
    """`held`: so many leak reports wait for a decision, which the person who looks may make."""
    plant = [buttons.decoy()] if sight.may_create else []
    return _home([*_held(held), *fleet_blocks(sight), DIVIDER, _ways(sight.fleet.role, *plant)])


def sentence_view(sentence: str, role: Role = Role.NONE, held: int = 0) -> View:
    """Instead of the fleet. What stays possible while it is switched off stays within reach."""
    return _home([*_held(held), prose(sentence), _ways(role)])


def _held(number: int) -> list[Block]:
    if not number:
        return []
    words = f":octagonal_sign: *{count(number, 'leak report')} held*: the tokens work until somebody decides."
    return [prose(words, accessory=buttons.held_reports()), DIVIDER]


NOT_A_MEMBER = (
    "Hello! Private integrations are looked after by full members of this workspace, so there is nothing to "
    "do for you here. Did somebody send you a token by mistake? Tell them, and do not use it."
)
NO_ACCESS = (
    "Hello! Here this workspace looks after its private integrations: third parties that may use the "
    "account, each with a token of its own. You have no access to them. If you need it, ask an admin "
    "for a role."
)


def switched_off(role: Role) -> str:
    words = (
        "Private integrations are switched off in this workspace, so there is nothing to see here. "
        "Tokens that exist go on working."
    )
    if may(Right.SETTINGS, role):
        return f"{words} You can switch them on again: press *Settings*."
    return f"{words} An admin can switch them on again."


def _ways(role: Role, *more: ButtonElement) -> Block:
    return actions(*_offices(role), *more, buttons.is_this_ours(), open_guide())


def _offices(role: Role) -> Iterable[ButtonElement]:
    for right, verb in OFFICES.items():
        if may(right, role):
            yield button(verb.capitalize(), office_id(verb), f"{verb}:")


def _home(blocks: list[Block]) -> View:
    return View(type="home", blocks=[header("Private integrations"), *blocks])
