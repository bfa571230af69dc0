"""What people and machines are shown of what a command found."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from core.evidence import Usage
from core.incidents.incident import Incident
from core.integration import Integration
from core.status import status
from core.token import Token

WIDE = 240
"""Columns where nobody looks: a table in a file or a pipe is not broken into lines."""
Plain = dict[str, object]


def print_table(titles: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """None and nothing are left empty. No cell is read as mark-up."""
    table = Table(*(Column(title, overflow="fold") for title in titles), box=None)
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    Console(width=None if Console().is_terminal else WIDE).print(table)


def day(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else ""


def integration(each: Integration, now: datetime) -> Plain:
    state = status(each, now)
    return {
        "id": each.id,
        "workspace": each.tenant,
        "name": each.name,
        "description": each.description,
        "state": state.health,
        "at": _instant(state.at),
        "scopes": sorted(each.scopes),
        "owner": each.owner,
        "due_at": _instant(each.due_at),
        "created_at": _instant(each.created_at),
        "created_by": each.created_by,
        "changed_at": _instant(each.changed_at),
        "changed_by": each.changed_by,
    }


def token(each: Token) -> Plain:
    return {
        "version": each.version,
        "state": each.state,
        "last_four": each.fingerprint.last_four,
        "recipient": each.recipient,
        "minted_at": _instant(each.minted_at),
        "confirmed_at": _instant(each.confirmed_at),
        "ends_at": _instant(each.ends_at),
        "ended_at": _instant(each.ended_at),
        "reason": each.reason,
    }


def uses(usage: Usage, tokens: Sequence[Token]) -> list[Plain]:
    """Who used which of them, and who tried one after its end; the latest first."""
    versions = {each.id: each.version for each in tokens}
    return [
        {
            "version": versions.get(each.token_id),
            "gateway": usage.gateways.get(each.caller.gateway, each.caller.gateway),
            "network": each.caller.network,
            "agent": each.caller.agent,
            "refused": each.refused,
            "first_at": _instant(each.first_at),
            "last_at": _instant(each.last_at),
            "count": each.count,
        }
        for each in sorted(usage.counts, key=lambda each: each.last_at, reverse=True)
    ]


def incident(each: Incident) -> Plain:
    return {
        "id": each.id,
        "workspace": each.tenant,
        "integration": each.name,
        "severity": each.severity,
        "way": each.way,
        "leader": each.lead,
        "exposure": each.exposed.exposure,
        "exposed_since": _instant(each.exposed.since),
        "personal_data": each.personal_data,
        "opened_at": _instant(each.opened_at),
        "opened_by": each.opened_by,
        "contained_at": _instant(each.contained_at),
        "closed_at": _instant(each.closed_at),
        "closed_by": each.closed_by,
        "review_at": _instant(each.review_at),
        "steps": {step.value: each.mark(step).state for step in each.steps},
    }


def _instant(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None
