"""What somebody hears who has found a token: whose it is, if that is theirs to know. Never the token."""

from collections.abc import Iterator

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot import buttons
from bot.blocks import actions, modal, prose, small
from bot.incidents.buttons import report
from bot.text import bold, moment
from core.actions.identify import Identified
from core.actions.recognise import Recognised

NOT_OURS = (
    "No token of ours is in it: neither one that works nor one that ever did. "
    "If it belongs to another service, report it there."
)
THANKS = (
    "Thank you. That is, or was, a token of ours, and it is being dealt with: its owner and the security "
    "team have been told. Please have it deleted wherever you found it."
)


def recognised_view(title: str, found: Recognised, *, source: str = "") -> View:
    """`source` is the message that showed them, as ``channel ts``."""
    blocks = [block for each in _each_integration(found) for block in _about(each, source)]
    if found.others:
        blocks.append(prose(THANKS))
    return modal(title, blocks or [prose(NOT_OURS)])


def _each_integration(found: Recognised) -> Iterator[Identified]:
    """Once, with a token that works if there is one among them."""
    worst = {each.integration.id: each for each in sorted(found.known, key=lambda each: each.works)}
    yield from worst.values()


def _about(found: Identified, source: str) -> list[Block]:
    token, name = found.token, bold(found.integration.name)
    which = f"the token …{token.fingerprint.last_four} of {name}"
    if found.works:
        words = f":rotating_light: That is {which}, and *it works*. Whoever has read it can use it."
    elif token.ended_at is not None:
        words = f"That is {which}. It has not worked since {moment(token.ended_at)}."
    else:
        words = f"That is {which}. It does not work any more."
    return [
        prose(words),
        actions(report(found.integration, token_id=token.id, source=source), buttons.show(found.integration)),
        small("Have it deleted wherever you found it, too."),
    ]
