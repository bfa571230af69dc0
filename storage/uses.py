"""Who used which token: `core.verification_ports.UseLog`, and how it is read.

The log is bounded. Beyond a number of callers, those of one gateway are counted together, as one that nobody
can tell apart: a flood of addresses fills neither the table nor anybody's screen.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Table, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from core.evidence import WHOAMI, Caller, Usage, UseCount
from storage import clock_mark
from storage.connections import Connections
from storage.tables import gateways, scope_uses, uses
from storage.upsert import put

CALLERS = 200
"""Callers of one token that are told apart; of those that were refused, as many again."""
SCOPES = 200
LONGEST = 100
"""Characters of anything that a gateway says."""
AT_ONCE = 500
"""Tokens whose rows are read in one statement."""
_LOCK = "uses"


class UseLog:
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def add(self, batch: Sequence[UseCount]) -> None:
        """One writer at a time, over all processes: what is read here stays so until it is written.

        The clock's mark moves along: what a gateway was told is over must not begin again with a restart.
        """
        by_token: dict[tuple[str, str], list[UseCount]] = {}
        for use in batch:
            by_token.setdefault((use.tenant, use.token_id), []).append(_short(use))
        tokens = list(by_token)
        if not tokens:
            return
        async with self._connections.writing(_LOCK) as connection:
            for start in range(0, len(tokens), AT_ONCE):
                these = tokens[start : start + AT_ONCE]
                await _add(connection, these, [use for token in these for use in by_token[token]])
            await clock_mark.advance(connection, max(use.last_at for use in batch))


async def usage(connection: AsyncConnection, tenant: str, integration_id: str) -> Usage:
    this = (uses.c.tenant == tenant, uses.c.integration_id == integration_id)
    counts = tuple(_count(row) for row in await connection.execute(select(uses).where(*this)))
    asked = (scope_uses.c.tenant == tenant, scope_uses.c.integration_id == integration_id)
    rows = await connection.execute(select(scope_uses).where(*asked).order_by(scope_uses.c.last_at))
    scopes = {row.scope: row.last_at for row in rows}
    callers = {each.caller.gateway for each in counts}
    named = await connection.execute(select(gateways.c.id, gateways.c.name).where(gateways.c.id.in_(callers)))
    names = {each: each for each in callers & {WHOAMI}} | {row.id: row.name for row in named}
    return Usage(counts, scopes, names)


class _Sheet:
    """What is known of some tokens, while a batch is added to it."""

    def __init__(self, counts: Iterable[UseCount], scopes: Iterable[Row[Any]]) -> None:
        self.counts = {_key(each): each for each in counts}
        self.scopes: dict[tuple[str, str, str], tuple[str, datetime]] = {
            (row.tenant, row.token_id, row.scope): (row.integration_id, row.last_at) for row in scopes
        }
        self.changed: set[tuple[object, ...]] = set()
        self._callers = Counter(key[:3] for key in self.counts)
        self._asked = Counter(key[:2] for key in self.scopes)

    def add(self, use: UseCount) -> None:
        if _key(use) not in self.counts and self._callers[_key(use)[:3]] >= CALLERS:
            use = replace(use, caller=Caller(use.caller.gateway))
        key = _key(use)
        before = self.counts.get(key)
        self._callers[key[:3]] += before is None
        self.counts[key] = use if before is None else before.plus(use)
        self.changed.add(key)
        for scope, at in use.scopes.items():
            self._ask(use, scope, at)

    def _ask(self, use: UseCount, scope: str, at: datetime) -> None:
        key = (use.tenant, use.token_id, scope)
        before = self.scopes.get(key)
        if before is None:
            if self._asked[key[:2]] >= SCOPES:
                return
            self._asked[key[:2]] += 1
        elif before[1] >= at:
            return
        self.scopes[key] = (use.integration_id, at)
        self.changed.add(key)


async def _add(
    connection: AsyncConnection, tokens: Sequence[tuple[str, str]], batch: Iterable[UseCount]
) -> None:
    counts = await connection.execute(select(uses).where(_of(uses, tokens)))
    scopes = await connection.execute(select(scope_uses).where(_of(scope_uses, tokens)))
    sheet = _Sheet(map(_count, counts), scopes)
    for use in batch:
        sheet.add(use)
    await put(connection, uses, [_row(use) for key, use in sheet.counts.items() if key in sheet.changed])
    asked = [
        {"tenant": key[0], "token_id": key[1], "scope": key[2], "integration_id": owner, "last_at": at}
        for key, (owner, at) in sheet.scopes.items()
        if key in sheet.changed
    ]
    await put(connection, scope_uses, asked)


def _of(table: Table, tokens: Sequence[tuple[str, str]]) -> Any:  # noqa: ANN401 - an SQL condition
    return tuple_(table.c.tenant, table.c.token_id).in_(tokens)


def _key(use: UseCount) -> tuple[str, str, bool, Caller]:
    return use.tenant, use.token_id, use.refused, use.caller


def _short(use: UseCount) -> UseCount:
    who = use.caller
    if max(len(who.network), len(who.agent), *map(len, use.scopes)) <= LONGEST:
        return use
    caller = Caller(use.caller.gateway, use.caller.network[:LONGEST], use.caller.agent[:LONGEST])
    scopes = {scope: at for scope, at in use.scopes.items() if len(scope) <= LONGEST}
    return replace(use, caller=caller, scopes=scopes)


def _count(row: Row[Any]) -> UseCount:
    return UseCount(
        tenant=row.tenant,
        integration_id=row.integration_id,
        token_id=row.token_id,
        caller=Caller(row.gateway, row.network, row.agent),
        refused=row.refused,
        first_at=row.first_at,
        last_at=row.last_at,
        count=row._mapping["count"],  # noqa: SLF001 - a row is a tuple, whose `count` is a method
        longest_pause=row.longest_pause,
    )


def _row(use: UseCount) -> dict[str, Any]:
    caller = {"gateway": use.caller.gateway, "network": use.caller.network, "agent": use.caller.agent}
    names = (
        "tenant",
        "integration_id",
        "token_id",
        "refused",
        "first_at",
        "last_at",
        "count",
        "longest_pause",
    )
    return {**caller, **{name: getattr(use, name) for name in names}}
