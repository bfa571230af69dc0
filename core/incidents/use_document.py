"""Who used the exposed token for what: the part of a report that looks for an attacker."""

from collections.abc import Iterable

from core.incidents.document import Heading, Paragraph, Part, Table, instant
from core.incidents.use_report import CallerUse, ScopeUse, UseReport


def use_parts(use: UseReport) -> Iterable[Part]:
    yield Heading("Who used the exposed token")
    yield Paragraph(_since(use))
    if use.callers:
        titles = ("Gateway", "Network", "Agent", "New", "First", "Last", "Uses")
        yield Table(titles, tuple(_caller(each, doubt=not use.known) for each in use.callers))
    yield Heading("Who was refused")
    if use.refused:
        titles = ("Gateway", "Network", "Agent", "New", "First", "Last", "Tries")
        yield Table(titles, tuple(_caller(each) for each in use.refused))
    else:
        yield Paragraph("Nobody: no suspected token was tried in vain.")
    yield Heading("Exposed and used permissions")
    yield Paragraph(exposed_and_used(use))
    yield Table(
        ("Permission", "Exposed", "Last asked for, with any token"),
        tuple(_scope(each) for each in use.scopes),
    )


def _since(use: UseReport) -> str:
    start = instant(use.since)
    told = f"Since {start}" + ("." if use.known else ", when the oldest token was made.")
    if not use.callers:
        return f"{told} Nobody used it, as far as gateways told."
    if not use.known:
        return (
            f"{told} Nobody said since when it was exposed, so only who came after the report is surely new."
        )
    new = len(use.strangers)
    seen = f"{new} of {len(use.callers)} callers had not been seen in the 30 days before"
    return f"{told} {seen}. A number with “in all” counts from before the exposure."


def _caller(each: CallerUse, *, doubt: bool = False) -> tuple[str, ...]:
    network = each.caller.network or "not told"
    agent = each.caller.agent or "not told"
    uses = f"{each.count} in all" if each.since_before else str(each.count)
    known = "cannot be told" if doubt or not each.caller.told else "no"
    new = "NEW" if each.new else known
    return each.gateway, network, agent, new, instant(each.first_at), instant(each.last_at), uses


def exposed_and_used(use: UseReport) -> str:
    exposed = [each for each in use.scopes if each.exposed]
    if not any(each.last_at for each in use.scopes):
        return "No gateway said which permissions it asked for, so nobody can tell which of these were used."
    told = f"{len(use.used)} of {len(exposed)} exposed permissions were asked for since the exposure."
    if use.unused:
        told += f" Never asked for, so a new token can do without: {', '.join(use.unused)}."
    return f"{told} Gateways that do not say what they ask for are not counted."


def _scope(each: ScopeUse) -> tuple[str, ...]:
    return each.scope, "yes" if each.exposed else "NO", instant(each.last_at, "never")
