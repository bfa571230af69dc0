"""What a person reads after a create or a rotation: where the token is now."""

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot import buttons
from bot.blocks import actions, modal, prose, small
from bot.text import bold, moment, someone
from core.issuing import Issued
from core.ports import Shown


def issued_view(title: str, issued: Issued, *, created: bool) -> View:
    return modal(title, _blocks(issued, created=created))


def _blocks(issued: Issued, *, created: bool) -> list[Block]:
    name = bold(issued.integration.name)
    done, it = (f"{name} is created.", "Its token") if created else (f"{name} has a new token.", "It")
    if issued.token is None:
        return _waiting(issued, created=created)
    if issued.shown is Shown.SHOWN:
        return [
            prose(f"{done} {it} is in the conversation where you started this, visible only to you."),
            small("Close this, copy the token, then press *I saved it* there."),
        ]
    if issued.shown is Shown.REFUSED:
        return [
            prose(
                f"{done if created else f'The rotation of {name} is under way.'} "
                "Slack would not show the token there, so that one was made void. "
                "You get a direct message with *Show token* instead."
            ),
            small(_old_token(created=created)),
        ]
    return [
        prose(
            f"{done} Slack did not say whether its token was shown. If you see it in the conversation, "
            "save it and press *I saved it* there. If not, ask for another here."
        ),
        actions(buttons.not_received(issued.integration, issued.token)),
    ]


def _waiting(issued: Issued, *, created: bool) -> list[Block]:
    integration = issued.integration
    waiting = integration.handover
    if waiting is None:
        return [prose(f"{bold(integration.name)} has no token on its way.")]
    name = bold(integration.name)
    done = f"{name} is created." if created else f"The rotation of {name} is under way."
    return [
        prose(
            f"{done} {someone(waiting.recipient)} gets a direct message with *Show token*. "
            "The token is made when they press it, and shown to nobody else."
        ),
        small(f"It waits until {moment(waiting.expires_at)}. {_old_token(created=created)}".strip()),
    ]


def _old_token(*, created: bool) -> str:
    if created:
        return "Until then the integration has no token that works."
    return "The old token goes on working, without an end, until the new one is confirmed."
