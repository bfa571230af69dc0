"""What is allowed in quarantine, between an integration's columns and its value."""

from typing import Any

from sqlalchemy import Row

from core.evidence import Caller
from core.quarantine import Quarantine


def quarantine_of(row: Row[Any]) -> Quarantine | None:
    if row.quarantined_at is None:
        return None
    allowed = row.quarantine or {}
    return Quarantine(
        at=row.quarantined_at,
        scopes=frozenset(allowed.get("scopes", ())),
        callers=frozenset(Caller(*each) for each in allowed.get("callers", ())),
    )


def quarantine_columns(quarantine: Quarantine | None) -> dict[str, Any]:
    if quarantine is None:
        return {"quarantined_at": None, "quarantine": None}
    callers = sorted([each.gateway, each.network, each.agent] for each in quarantine.callers)
    allowed = {"scopes": sorted(quarantine.scopes), "callers": callers}
    return {"quarantined_at": quarantine.at, "quarantine": allowed}
