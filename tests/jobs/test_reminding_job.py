"""The sweep of reminders goes from person to person, and one who cannot be told holds up nobody."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import structlog

from cli.audit_marks import AuditMarks
from cli.upkeep import DatabaseUpkeep
from core.actions.remind import LEASE
from core.actor import Person
from core.catalogue import Catalogue
from core.ports import Tools
from jobs.courier import Courier
from jobs.job import Deps
from jobs.redrawing import Redrawer
from jobs.reminding import reminding
from jobs.voice import SILENT
from storage.database import Database
from tests.databases import Clock
from tests.jobs.listening import TENANT, Listeners, at_once
from tests.storage.making import a_secret, an_integration, confirmed, new_id, offering

MONTH_BEFORE = timedelta(days=60)
"""A Friday."""


@pytest.fixture
def deps(sqlite_database: Database, clock: Clock, tmp_path: Path) -> Deps:
    database = sqlite_database
    tools = Tools(store=database.store, now=clock, mint=a_secret, new_id=new_id, catalogue=Catalogue((), {}))

    async def where(tenant: str, user: str) -> Person:
        if user == "UPOISON":
            raise ZeroDivisionError
        return Person(tenant=tenant, id=user, team=tenant)

    return Deps(
        tools=tools,
        courier=Courier(database.store, database.outbox, Listeners().tell, clock, later=at_once),
        redrawer=Redrawer(database.cards, SILENT.redraw, clock),
        upkeep=DatabaseUpkeep(database),
        marks=AuditMarks(tmp_path),
        where=where,
        tenant=TENANT,
    )


async def owns(deps: Deps, owner: str) -> None:
    """Somebody owns an integration with a current token."""
    now = deps.tools.now()
    async with deps.tools.store.transaction(TENANT) as tx:
        made = replace(an_integration(now, name=new_id()), owner=owner)
        await tx.add(confirmed(await offering(tx, made, a_secret(), now), now), by="UADA")


async def test_one_who_cannot_be_told_holds_up_nobody(deps: Deps, clock: Clock) -> None:
    for owner in ("UADA", "UPOISON", "UMIA"):
        await owns(deps, owner)
    clock.pass_(MONTH_BEFORE)
    with structlog.testing.capture_logs() as logged:
        report = await reminding(deps, clock())
    assert (report.counts["said"], report.counts["left"]) == (2, 1)
    events = [each["event"] for each in logged]
    assert events == ["reminders_one_by_one", "reminders_left_to_their_lease"]
    clock.pass_(LEASE)
    with structlog.testing.capture_logs():
        assert (await reminding(deps, clock())).counts == {"left": 1}, "it is tried again, and the others not"


async def test_what_one_run_leaves_the_next_one_does(
    deps: Deps, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobs.reminding.PEOPLE", 1)
    monkeypatch.setattr("jobs.reminding.CLAIMS", 2)
    for number in range(3):
        await owns(deps, f"U{number}")
    clock.pass_(MONTH_BEFORE)
    said = [(await reminding(deps, clock())).counts.get("said", 0) for _ in range(3)]
    assert said == [2, 1, 0]


async def test_other_workspaces_are_left_to_their_own_bots(deps: Deps, clock: Clock) -> None:
    await owns(deps, "UADA")
    clock.pass_(MONTH_BEFORE)
    assert not any((await reminding(replace(deps, tenant="T9"), clock())).counts.values())
