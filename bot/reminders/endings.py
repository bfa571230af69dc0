"""How the matter of a reminder ended, and who did what."""

from bot.reminders.case import Case
from bot.text import bold, day, moment, someone
from core.token import End, Token


def ending(case: Case) -> str | None:
    """None while it is still to be rotated."""
    it, name = case.integration, bold(case.integration.name)
    if it.deleted_at is not None:
        return f"{someone(it.changed_by)} deleted {name} {moment(it.deleted_at)}. Nothing is left to do."
    if case.is_open:
        return None
    return _rotated(case, name) or _killed(case, name) or _moved(case, name)


def _rotated(case: Case, name: str) -> str | None:
    new = case.successor
    if new is None or new.confirmed_at is None:
        return None
    words = f"{someone(new.minted_by)} rotated {name}: the new token (…{new.fingerprint.last_four}) is in use"
    words = f"{words} since {moment(new.confirmed_at)}."
    old = case.token
    if old is not None and old.ends_at is not None and old.works(case.now):
        return f"{words} The old one works until {moment(old.ends_at)}."
    return f"{words} Nothing is left to do."


def _killed(case: Case, name: str) -> str | None:
    old = case.token
    if old is None or old.ended_at is None or old.reason is None or old.reason.end is not End.REPUDIATED:
        return None
    return f"The token of {name} was ended {moment(old.ended_at)}. {_what_works(case.integration.current)}"


def _what_works(current: Token | None) -> str:
    return f"Token …{current.fingerprint.last_four} works." if current else "*It has no token that works.*"


def _moved(case: Case, name: str) -> str:
    due = case.integration.due_at
    if due is None:
        return f"The rotation that this was about is no longer to be done: {name} has no token in use."
    return f"{name} is due {day(due)} now, and no longer {day(case.item.due_at)}."
