"""Small pieces of Slack's mrkdwn. What people typed is escaped here, last, and nowhere else.

Slack processes ``&``, ``<`` and ``>`` only (docs.slack.dev, formatting message text); every text object is
sent ``verbatim``, so that nothing typed turns into a link or a ping by itself.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.audit import HOLDER, OPERATOR, SCANNER, SYSTEM, gateway_of
from core.leaks.policy import OnLeak
from core.overlap import Overlap

_NOBODY_IN_SLACK = {
    SYSTEM: "Latchkey",
    OPERATOR: "the operator (command line)",
    HOLDER: "somebody who holds the token",
    SCANNER: "GitHub’s secret scanning",
}


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """What a person typed after a command; Slack hands it over escaped."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def bold(name: str) -> str:
    return f"*{escape(name)}*"


def code(text: str) -> str:
    """For our own words, such as commands and scopes; a backtick cannot occur in them."""
    return f"`{escape(text)}`"


def someone(user_id: str) -> str:
    """A mention in messages; shown as a name. Actors that are no Slack users are named in words."""
    gateway = gateway_of(user_id)
    if gateway is not None:
        return f"the gateway {escape(gateway)}"
    return _NOBODY_IN_SLACK.get(user_id) or f"<@{escape(user_id)}>"


def moment(instant: datetime) -> str:
    """Date and time, in each reader's own zone."""
    return _date(instant, "{date_short_pretty} at {time}", "%Y-%m-%d %H:%M UTC")


def day(instant: datetime) -> str:
    return _date(instant, "{date_short_pretty}", "%Y-%m-%d")


def relative(instant: datetime) -> str:
    """“3 minutes ago”, as long as it stands there."""
    return _date(instant, "{ago}", "%Y-%m-%d %H:%M UTC")


def _date(instant: datetime, form: str, fallback: str) -> str:
    return f"<!date^{int(instant.timestamp())}^{form}|{instant.strftime(fallback)}>"


def local(instant: datetime, zone: str) -> str:
    """For places that know no dates of their own, such as menus: in the reader's time zone."""
    try:
        here = instant.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return instant.strftime("%a %-d %b %Y, %H:%M UTC")
    return here.strftime("%a %-d %b %Y, %H:%M")


def span(length: timedelta) -> str:
    """A length of time in words, never more than there is: “3 days”, “1 hour”, “less than a minute”."""
    minutes = int(length.total_seconds() // 60)
    for size, unit in ((24 * 60, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            return count(minutes // size, unit)
    return "less than a minute"


def count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def of(thing: str, it: str) -> str:
    """“the old token of *Billing*”; and “its old token” where `it` is “it”."""
    return f"its {thing.removeprefix('the ')}" if it == "it" else f"{thing} of {it}"


def begun(words: str) -> str:
    """As the beginning of a sentence."""
    return words[:1].upper() + words[1:]


def listed(words: Iterable[str]) -> str:
    """“a, b and c”."""
    *first, last = list(words) or [""]
    return f"{', '.join(first)} and {last}" if first else last


ON_LEAK = {
    OnLeak.REVOKE: "Revoke all its tokens at once",
    OnLeak.ALERT: "Alert its people, and let them decide",
}
"""What is done when a token is found in public."""
OVERLAPS = {
    Overlap.AT_ONCE: "As soon as the new one is confirmed",
    Overlap.HOUR: "1 hour later",
    Overlap.DAY: "24 hours later",
    Overlap.WEEK: "7 days later",
    Overlap.FORTNIGHT: "14 days later",
    Overlap.MONTH: "30 days later",
    Overlap.UNTIL_MOVED: "When the third party has moved (30 days at most)",
}
"""When the old token ends, counted from the confirmation of the new one."""
