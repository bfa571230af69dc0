"""The tokens of an integration: those that work first, then how the others ended."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block

from bot.text import day, moment, someone, span
from bot.views.paragraphs import first, paragraphs
from bot.views.use import token_use
from core.evidence import Usage
from core.token import Proof, Reason, State, Token

DEAD_SHOWN = 4
WHY = {
    Reason.OVERLAP_ENDED: "its overlap was over",
    Reason.EXPIRED_NOW: "it was expired before its overlap was over",
    Reason.NEXT_ROTATION: "the next rotation ended it",
    Reason.NOT_DELIVERED: "Slack would not show it",
    Reason.NOT_RECEIVED: "its recipient did not get it",
    Reason.ROTATION_CANCELLED: "its rotation was cancelled",
    Reason.REVOKED: "it was revoked",
    Reason.COMPROMISED: "it was compromised",
    Reason.DELETED: "the integration was deleted",
    Reason.NEVER_CONFIRMED: "nobody confirmed or used it",
}
_ORDER = (State.OFFERED, State.CURRENT, State.RETIRING)


def token_blocks(tokens: Sequence[Token], usage: Usage, now: datetime, *, decoy: bool = False) -> list[Block]:
    living = sorted(
        (token for token in tokens if token.works(now)), key=lambda token: _ORDER.index(token.state)
    )
    ended = [_ended(token) for token in tokens if not token.works(now)]
    say = _planted if decoy else _living
    lines = [f"{say(token, now)} {token_use(usage, token, now)}".rstrip() for token in living]
    lines = lines or ["None that is out there." if decoy else "None that works."]
    return paragraphs(["*Tokens*", *lines, *first(ended, DEAD_SHOWN, "that ended earlier")])


def name_of(token: Token) -> str:
    """“*v3* …4f2a”: its version, and the four characters that people compare."""
    return f"*v{token.version}* `…{token.fingerprint.last_four}`"


def _living(token: Token, now: datetime) -> str:
    return f"• {name_of(token)} {_WORDS[token.state](token, now)}"


def _planted(token: Token, _now: datetime) -> str:
    return f"• {name_of(token)} is planted since {day(token.minted_at)}. It opens nothing."


def _offered(token: Token, _now: datetime) -> str:
    return (
        f"*new*: shown to {someone(token.recipient)} {moment(token.minted_at)}, not confirmed yet. It works."
    )


def _current(token: Token, _now: datetime) -> str:
    since = day(token.confirmed_at) if token.confirmed_at else day(token.minted_at)
    how = "by its first use" if token.proof is Proof.FIRST_USE else f"by {someone(token.recipient)}"
    return f"*current*: works, confirmed {since} {how}."


def _retiring(token: Token, now: datetime) -> str:
    if token.ends_at is None:
        return "*old*: still works."
    return f"*old*: works until {moment(token.ends_at)}, {span(token.ends_at - now)} left."


_WORDS = {State.OFFERED: _offered, State.CURRENT: _current, State.RETIRING: _retiring}


def _ended(token: Token) -> str:
    """An overlap that is over counts as ended, whether or not that was written down already."""
    at = token.ended_at or token.ends_at
    when = f" {day(at)}" if at else ""
    why = WHY[token.reason or Reason.OVERLAP_ENDED]
    return f"• v{token.version} `…{token.fingerprint.last_four}` ended{when}: {why}."
