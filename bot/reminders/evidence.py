"""What a reminder knows besides the date: who uses the token, what nobody uses, what is half done."""

from datetime import timedelta

from bot.reminders.case import Case
from bot.text import code, count, listed, moment, someone
from bot.views.hold_outs import summary
from bot.views.paragraphs import first
from bot.views.use import ago, latest_of_each, warning
from core.moving import hold_outs
from core.token import Token
from core.unused import PUT_BACK_WITHIN

LATELY = timedelta(days=30)
NAMED = 5


def evidence(case: Case) -> list[str]:
    """Sentences, each complete by itself."""
    lines = [_use(case), _half_done(case), _overlap(case), _unused(case), _taken(case)]
    return [line for line in lines if line]


def _use(case: Case) -> str:
    tokens = [token for token in (case.integration.current, case.integration.retiring(case.now)) if token]
    return warning(tokens, case.usage, case.now) or "Latchkey has seen nobody use it."


def _half_done(case: Case) -> str:
    waiting, offered = case.integration.waiting(case.now), case.integration.offered
    if waiting is not None:
        return f"*A rotation is half done*: {someone(waiting.recipient)} has not collected the new token yet."
    if offered is None:
        return ""
    shown = f"(…{offered.fingerprint.last_four}) was shown to {someone(offered.recipient)}"
    return (
        f"*A rotation is half done*: the new token {shown} {ago(offered.minted_at, case.now)} "
        f"and is not used yet{_still(case)}."
    )


def _still(case: Case) -> str:
    current = case.integration.current
    callers = len(_callers_lately(case, current)) if current is not None else 0
    return f": {count(callers, 'caller')} still on the old one" if callers else ""


def _callers_lately(case: Case, token: Token) -> list[object]:
    since = case.now - LATELY
    return list(latest_of_each(each for each in case.usage.of(token.id) if each.last_at > since))


def _overlap(case: Case) -> str:
    found, old = hold_outs(case.integration, case.usage, case.now), case.integration.retiring(case.now)
    if found is None or old is None or old.ends_at is None:
        return ""
    return f"An older token works until {moment(old.ends_at)}. {summary(found)}."


def _unused(case: Case) -> str:
    unused = case.unused.scopes
    if not unused:
        return ""
    every = count(len(case.integration.scopes), "permission")
    verb = "was" if len(unused) == 1 else "were"
    return f"{len(unused)} of its {every} {verb} never used in 90 days: {_named(unused)}."


def _taken(case: Case) -> str:
    taken, at = case.unused.taken, case.unused.taken_at
    if not taken or at is None:
        return ""
    return (
        f"{someone(case.unused.taken_by)} removed {count(len(taken), 'permission')} that nobody used "
        f"({_named(taken)}). Until {moment(at + PUT_BACK_WITHIN)} they can be put back."
    )


def _named(scopes: frozenset[str]) -> str:
    return listed(first([code(scope) for scope in sorted(scopes)], NAMED, "permissions"))
