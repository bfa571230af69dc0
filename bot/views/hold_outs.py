"""Who still uses the old token, and what to tell them: words to copy for the third party, without secrets."""

from collections.abc import Callable
from datetime import datetime

from slack_sdk.models.blocks import Block

from bot.blocks import preformatted, prose, small
from bot.text import count
from bot.views.paragraphs import first, paragraphs
from bot.views.use import who
from core.evidence import Caller, Usage
from core.integration import Integration
from core.moving import HoldOuts
from core.token import Token

LISTED = 8
NAMED = 3


def summary(found: HoldOuts) -> str:
    """“2 of 5 callers still use the old token”."""
    still, callers = len(found.still), found.callers
    if still:
        verb = "uses" if still == 1 else "use"
        return f"{still} of {count(callers, 'caller')} still {verb} the old token"
    if not found.new_in_use:
        return "Nobody was seen with the new token yet"
    return f"Nobody was seen with the old token any more, of {count(callers, 'caller')}"


When = Callable[[datetime], str]


def report(found: HoldOuts, usage: Usage, integration: Integration, old: Token, when: When) -> list[Block]:
    """Names them, with words to copy; one line where there is nobody to name."""
    if not found.still:
        return [prose(f"{summary(found)}.")]
    lines = [f"• {who(each.caller, usage)}, last {when(each.last_at)}" for each in found.still]
    return [
        *paragraphs([f"*{summary(found)}:*", *first(lines, LISTED, "callers")]),
        small("To copy for the third party:"),
        preformatted(to_third_party(found, usage, integration, old)),
    ]


def in_one_line(found: HoldOuts, usage: Usage) -> str:
    """The same for screen readers and notifications."""
    names = [_plain(each.caller, usage) for each in found.still]
    return f"{summary(found)}{': ' if names else ''}{', '.join(first(names, NAMED, 'callers'))}."


def to_third_party(found: HoldOuts, usage: Usage, integration: Integration, old: Token) -> str:
    """Plain text. The last four characters are what people compare; they open nothing."""
    new = integration.current
    last_four = f" (it ends in {new.fingerprint.last_four})" if new is not None else ""
    lines = [
        f"- {_plain(each.caller, usage)}, last seen {_utc(each.last_at)}" for each in found.still[:LISTED]
    ]
    if len(found.still) > LISTED:
        lines.append(f"- and {len(found.still) - LISTED} more")
    return (
        f"Hello,\nthe old API token of “{integration.name}” (it ends in {old.fingerprint.last_four}) stops "
        f"working{_when(old)}. It is still sent from:\n"
        + "\n".join(lines)
        + f"\nPlease put the new token{last_four} in its place there. Once the old one has ended, calls with "
        "it are refused with status 401."
    )


def _when(old: Token) -> str:
    return f" on {_utc(old.ends_at)}" if old.ends_at is not None else " soon"


def _utc(at: datetime) -> str:
    return at.strftime("%-d %B %Y, %H:%M UTC")


def _plain(caller: Caller, usage: Usage) -> str:
    if not caller.told:
        return f"somewhere behind {usage.gateways.get(caller.gateway, 'our gateway')}"
    return " ".join(filter(None, (caller.network, caller.agent)))
