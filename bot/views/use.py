"""Who uses a token, in words: how long ago, how many, and from where, as far as gateways say."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from slack_sdk.models.blocks import Block

from bot.text import code, count, escape, listed, span
from bot.views.paragraphs import first, paragraphs
from core.evidence import Caller, LastUse, Usage, UseCount
from core.token import Token

DAY = timedelta(days=1)
CALLERS_SHOWN = 8
CALLERS_NAMED = 3
REFUSED_SHOWN = 5
SCOPES_SHOWN = 8


def last_used(last: LastUse | None, now: datetime) -> str:
    """“Last used 3 minutes ago by 2 callers”: those of the last day."""
    if last is None:
        return "No use seen"
    by = f" by {count(last.callers, 'caller')}" if last.callers else ""
    return f"Last used {ago(last.at, now)}{by}"


def ago(at: datetime, now: datetime) -> str:
    length = now - at
    return "just now" if length < timedelta(minutes=1) else f"{span(length)} ago"


def token_use(usage: Usage, token: Token, now: datetime) -> str:
    """Of one token; nothing is said of one that nobody was seen with."""
    last = at_a_glance(usage.of(token.id), now)
    return f"{last_used(last, now)}." if last is not None else ""


def at_a_glance(counts: Sequence[UseCount], now: datetime) -> LastUse | None:
    if not counts:
        return None
    today = {each.caller for each in counts if _today(each, now)}
    return LastUse(max(each.last_at for each in counts), len(today))


def _today(use: UseCount, now: datetime) -> bool:
    """In the last 24 hours: a calendar day depends on where its reader is."""
    return use.last_at > now - DAY


def warning(tokens: Iterable[Token], usage: Usage, now: datetime) -> str:
    """Before something ends them: “5 callers used it today, the last one 3 minutes ago: …”."""
    counts = latest_of_each(count for token in tokens for count in usage.of(token.id))
    last = at_a_glance(counts, now)
    if last is None:
        return ""
    if not last.callers:
        earlier = f", before that by {_named(counts[1:], usage)}" if counts[1:] else ""
        return f"It was last used {ago(last.at, now)}, by {who(counts[0].caller, usage)}{earlier}."
    named = _named([each for each in counts if _today(each, now)], usage)
    today = f"{count(last.callers, 'caller')} used it today"
    return f"{today}, {'the last one ' if last.callers > 1 else ''}{ago(last.at, now)}: {named}."


def latest_of_each(counts: Iterable[UseCount]) -> list[UseCount]:
    """One for each caller, whichever token it was; the latest first."""
    found: dict[Caller, UseCount] = {}
    for each in sorted(counts, key=lambda each: each.last_at, reverse=True):
        found.setdefault(each.caller, each)
    return list(found.values())


def who(caller: Caller, usage: Usage) -> str:
    """“`203.0.113.0/24` `curl` via edge-eu”."""
    gateway = escape(usage.gateways.get(caller.gateway, "a gateway"))
    if not caller.told:
        return f"callers that {gateway} does not tell apart"
    return f"{' '.join(code(each) for each in (caller.network, caller.agent) if each)} via {gateway}"


def use_blocks(usage: Usage, tokens: Sequence[Token], now: datetime) -> list[Block]:
    """For the portrait: who uses it, what they ask for, and who still tries a dead token."""
    versions = {token.id: token.version for token in tokens}
    alive = {token.id for token in tokens if token.works(now)}
    callers = latest_of_each(each for each in usage.counts if each.token_id in alive and not each.refused)
    lines = [_caller_line(each.caller, usage, versions, alive, now) for each in callers]
    told = first(lines, CALLERS_SHOWN, "callers") or ["No gateway has told of anybody."]
    return paragraphs(["*Who uses it*", *told, *_scopes(usage, now), *_refused(usage, versions, now)])


def _caller_line(
    caller: Caller, usage: Usage, versions: dict[str, int], alive: set[str], now: datetime
) -> str:
    theirs = [each for each in usage.counts if each.caller == caller and not each.refused]
    with_each = [
        f"v{versions[each.token_id]} {ago(each.last_at, now)} ({count(each.count, 'use')})"
        for each in sorted(theirs, key=lambda each: each.last_at, reverse=True)
        if each.token_id in alive
    ]
    return f"• {who(caller, usage)}: {listed(with_each)}"


def _scopes(usage: Usage, now: datetime) -> list[str]:
    if not usage.scopes:
        return []
    latest = sorted(usage.scopes.items(), key=lambda each: each[1], reverse=True)
    asked = [f"{code(scope)} {ago(at, now)}" for scope, at in latest]
    return ["\n*Permissions it asked for*", ", ".join(first(asked, SCOPES_SHOWN, "permissions"))]


def _refused(usage: Usage, versions: dict[str, int], now: datetime) -> list[str]:
    tries = [
        f"• v{versions.get(each.token_id, '?')}: {count(each.count, 'time')}, last {ago(each.last_at, now)}, "
        f"from {who(each.caller, usage)}"
        for each in usage.refused
    ]
    return ["\n⚠️ *Refused tries*", *first(tries, REFUSED_SHOWN, "callers")] if tries else []


def _named(counts: Sequence[UseCount], usage: Usage) -> str:
    """A few of them."""
    names = [who(each.caller, usage) for each in counts[:CALLERS_NAMED]]
    more = len(counts) - CALLERS_NAMED
    return listed([*names, f"{more} more"] if more > 0 else names)
