"""The one message that carries a token, and what it is replaced with once the token is saved."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from bot import buttons
from bot.blocks import actions, header, preformatted, prose, small
from bot.desk import Desk
from bot.reply import reply
from bot.text import OVERLAPS, bold, code, count, escape, moment, span
from core.integration import Integration
from core.overlap import Overlap
from core.ports import Show, Shown
from core.secret import Secret
from core.token import Token

_SCOPES_SHOWN = 8


def shown_at(desk: Desk, address: str | None) -> Show | None:
    """The way to show a token to whoever asked from `address`; None where there is no such way."""
    if address is None:
        return None

    async def show(integration: Integration, token: Token, secret: Secret) -> Shown:
        name = escape(integration.name)
        text = f"The new token of {name} is ready. It is shown once. Save it, then press “I saved it”."
        blocks = token_message(integration, token, secret)
        return await reply(address, blocks, text, timeout=desk.reply_timeout)

    return show


def token_message(integration: Integration, token: Token, secret: Secret) -> Sequence[Block]:
    if integration.decoy:
        return _decoy(integration, token, secret)
    return [
        header(f"Token of {integration.name}"),
        prose("*Copy it now: it is shown once, only to you, and nobody can show it again.*"),
        preformatted(secret.reveal()),
        prose(_where_to_put_it(integration)),
        prose(_what_happens(integration, token)),
        actions(buttons.saved(integration, token), buttons.not_received(integration, token)),
        small(_what_it_may_do(integration)),
        small("Never post it in a channel, a ticket or an e-mail. Only give it to a party you trust."),
    ]


def _decoy(integration: Integration, token: Token, secret: Secret) -> Sequence[Block]:
    """The same, with nothing in it that a decoy cannot do."""
    return [
        header(f"Token of {integration.name}"),
        prose("*Copy it now: it is shown once, only to you, and nobody can show it again.*"),
        preformatted(secret.reveal()),
        prose(f"It is a decoy, to be planted at “{escape(integration.planted)}”. {_ALARM}"),
        actions(buttons.saved(integration, token)),
    ]


_ALARM = "It opens nothing, and its first use is an alarm."


def saved_message(integration: Integration) -> tuple[list[Block], str]:
    """What stands in the token's place afterwards: blocks, and the same in text."""
    words = (
        f"Saved. The new token of {bold(integration.name)} is now the current one. {_old_one(integration)}"
    )
    if integration.decoy:
        words = f"Saved. {bold(integration.name)} is a decoy. {_ALARM}"
    old = _retiring(integration)
    if old is None:
        return [prose(words)], words
    tip = "As soon as the new one is in place everywhere, end the old one here."
    return [prose(words), prose(tip), actions(buttons.expire_old(integration, old))], f"{words} {tip}"


def _old_one(integration: Integration) -> str:
    old = _retiring(integration)
    if old is not None and old.ends_at is not None:
        until = f"until {moment(old.ends_at)}"
        if integration.current is not None and integration.current.overlap is Overlap.UNTIL_MOVED:
            until = f"until nobody needs it any more, {until} at most"
        return f"The old one (…{old.fingerprint.last_four}) works {until}."
    return "It is the only one that works."


def _retiring(integration: Integration) -> Token | None:
    return next((token for token in integration.tokens if token.ends_at and not token.ended_at), None)


def _where_to_put_it(integration: Integration) -> str:
    place = f" You noted: “{escape(integration.storage_note)}”." if integration.storage_note else ""
    return f"Put it straight into a secret store or the third party's own settings.{place}"


def _what_happens(integration: Integration, token: Token) -> str:
    old = integration.current
    if old is None:
        return "It works from now on. Press *I saved it*, so that we know it has arrived."
    last_four = old.fingerprint.last_four
    if token.overlap is Overlap.AT_ONCE:
        return (
            f"It works from now on. The old token (…{last_four}) ends when you press *I saved it*, "
            f"or {span(token.overlap.span(first_use=True))} after the new one is first used."
        )
    ends = OVERLAPS[token.overlap].lower()
    return (
        f"It works from now on, and so does the old one (…{last_four}). "
        f"The old one ends {ends}, counted from when you press *I saved it* or the new one is used."
    )


def _what_it_may_do(integration: Integration) -> str:
    scopes = sorted(integration.scopes)
    shown = ", ".join(code(scope) for scope in scopes[:_SCOPES_SHOWN])
    more = f" and {len(scopes) - _SCOPES_SHOWN} more" if len(scopes) > _SCOPES_SHOWN else ""
    return f"It has {count(len(scopes), 'permission')}: {shown}{more}."
