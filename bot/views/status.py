"""How an integration is doing, in words and with a sign; never by colour alone."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.text import day, span
from core.status import Health, Status

SIGNS: Mapping[Health, str] = {
    Health.QUARANTINED: "⛔",
    Health.NO_TOKEN: "✖️",
    Health.OVERDUE: "⚠️",
    Health.UNCONFIRMED: "❓",
    Health.OVERLAP: "🔁",
    Health.DUE_SOON: "⏳",
    Health.HEALTHY: "✅",
}
"""Each of another shape, so that they differ without their colours."""

NAMES: Mapping[Health, str] = {
    Health.QUARANTINED: "Quarantined",
    Health.NO_TOKEN: "No token",
    Health.OVERDUE: "Overdue",
    Health.UNCONFIRMED: "Unconfirmed",
    Health.OVERLAP: "Overlap",
    Health.DUE_SOON: "Due soon",
    Health.HEALTHY: "Healthy",
}

MEANINGS: Mapping[Health, str] = {
    Health.QUARANTINED: "it was set aside because something about it looked wrong",
    Health.NO_TOKEN: "nothing works and nothing is on its way: rotate it to get a token",
    Health.OVERDUE: "its token should have been replaced by now",
    Health.UNCONFIRMED: "a new token was made, or waits to be collected, and nobody has confirmed it",
    Health.OVERLAP: "the old and the new token both work, until the old one ends",
    Health.DUE_SOON: "its token should be replaced within 30 days, or in the last third of a shorter period",
    Health.HEALTHY: "nothing to do",
}


def label(health: Health) -> str:
    return f"{SIGNS[health]} {NAMES[health]}"


def in_words(status: Status, now: datetime) -> str:
    """One short line, such as “⏳ Due in 12 days”."""
    return f"{SIGNS[status.health]} {_words(status, now)}"


def _words(status: Status, now: datetime) -> str:
    if status.at is None:
        return "No working token" if status.health is Health.NO_TOKEN else NAMES[status.health]
    return _WORDS[status.health](status.at, now)


def _unconfirmed(at: datetime, now: datetime) -> str:
    if at > now:
        return f"New token waits to be collected, {span(at - now)} left"
    return f"New token unconfirmed for {span(now - at)}"


_WORDS: Mapping[Health, Callable[[datetime, datetime], str]] = {
    Health.QUARANTINED: lambda at, _now: f"Quarantined since {day(at)}",
    Health.OVERDUE: lambda at, now: f"Overdue by {span(now - at)}",
    Health.UNCONFIRMED: _unconfirmed,
    Health.OVERLAP: lambda at, now: f"Overlap: old token ends in {span(at - now)}",
    Health.DUE_SOON: lambda at, now: f"Due in {span(at - now)}",
    Health.HEALTHY: lambda at, now: f"Healthy, due in {span(at - now)}",
}
