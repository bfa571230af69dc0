"""The token message's buttons: *I saved it*, *I did not get it*; and *Show token* for who collects one."""

from slack_sdk.models.blocks import Block

from bot import buttons
from bot.asked import Asked, parse_pair
from bot.blocks import actions, modal, prose
from bot.desk import Desk
from bot.features import home
from bot.intents import reply_address
from bot.people import person
from bot.reply import reply
from bot.text import bold, someone
from bot.token_message import saved_message, shown_at
from core.actions.confirm import confirm
from core.actions.remint import recipient_of, remint
from core.actions.show_token import show_token
from core.issuing import Issued
from core.ports import Shown


async def on_saved(desk: Desk, asked: Asked) -> None:
    """Confirm, then wipe the token from the screen: its message is replaced."""
    who = await person(desk, asked.user)
    integration_id, token_id = parse_pair(asked.value)
    confirmed = await confirm(desk.tools, who, integration_id, token_id)
    blocks, text = saved_message(confirmed)
    await _instead(desk, asked, blocks, text)
    await home.refresh(desk, asked.user)


async def on_not_received(desk: Desk, asked: Asked) -> None:
    """Another token for the same recipient: shown here if it is them, else by direct message."""
    who = await person(desk, asked.user)
    integration_id, token_id = parse_pair(asked.value)
    recipient = await recipient_of(desk.tools, who, integration_id, token_id)
    left = recipient != who.id and not (await person(desk, recipient)).is_full_member
    show = shown_at(desk, await reply_address(desk, asked))
    issued = await remint(desk.tools, who, integration_id, token_id, show, recipient_left=left)
    first = f"The earlier token of {bold(issued.integration.name)} is void."
    if left:
        first += f" {someone(recipient)} may not hold a token any more, so the new one is for you."
    blocks, text = _told(issued, first)
    await _instead(desk, asked, blocks, text)


async def on_show_token(desk: Desk, asked: Asked) -> None:
    """Mint at this very press, and show it at the press's own reply address."""
    who = await person(desk, asked.user)
    integration_id, handover_id = parse_pair(asked.value)
    show = shown_at(desk, asked.reply_to)
    if show is None:
        raise AssertionError("Slack gives every press in a message a reply address")
    issued = await show_token(desk.tools, who, integration_id, handover_id, show)
    blocks, text = _told(issued, f"You asked for the token of {bold(issued.integration.name)}.")
    try:
        await desk.client.chat_update(channel=asked.channel, ts=asked.message, text=text, blocks=blocks)
    except Exception:  # noqa: BLE001 - the token is shown: a button that stays must not look like a failure
        await _instead(desk, asked, blocks, text)


def _told(issued: Issued, first: str) -> tuple[list[Block], str]:
    """What came of minting, for the place where somebody pressed: blocks, and the same in text."""
    integration, token = issued.integration, issued.token
    if token is None:
        to = someone(integration.handover.recipient) if integration.handover else "Its recipient"
        words = f"{first} {to} gets a direct message with *Show token*."
    elif issued.shown is Shown.SHOWN:
        words = (
            f"{first} It is in a new message that only you can see. Save it, then press *I saved it* there."
        )
    elif issued.shown is Shown.REFUSED:
        words = (
            f"{first} Slack would not show it, so it was made void. A new *Show token* is on its way to you."
        )
    else:
        words = f"{first} Slack did not say whether it was shown. If you cannot see it, ask for another."
        return [prose(words), actions(buttons.not_received(integration, token))], words
    return [prose(words)], words


async def _instead(desk: Desk, asked: Asked, blocks: list[Block], text: str) -> None:
    """Put words in the place of what was pressed: a message, a modal, or a screen on top of Home."""
    if asked.reply_to is not None:
        await reply(asked.reply_to, blocks, text, timeout=desk.reply_timeout, replace=True)
    elif asked.view_is_modal:
        await desk.client.views_update(view_id=asked.view, view=modal("Token", blocks))
    else:
        await desk.client.views_open(trigger_id=asked.trigger, view=modal("Token", blocks))
