"""Each job does what is due, says what it did, and is safe to run twice and anywhere."""

import asyncio
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from cli.audit_marks import AuditMarks
from cli.upkeep import DatabaseUpkeep
from core.actions.orphans import owner_gone
from core.audit import Event, Head
from core.cards import Card, Drawing, Drawn
from core.catalogue import Catalogue
from core.integration import UNCONFIRMED, Integration
from core.orphans import TO_CHANNEL
from core.ports import Tools
from jobs.by_hand import each_once
from jobs.courier import HANDS, Courier
from jobs.job import Deps, Report
from jobs.redrawing import Redrawer
from jobs.schedule import JOBS
from jobs.voice import SILENT
from storage.database import Database
from tests.databases import Clock
from tests.jobs.listening import TENANT, Listeners, at_once, say
from tests.storage.making import a_secret, an_integration, confirmed, days, new_id, offering


@pytest.fixture
def listeners() -> Listeners:
    return Listeners()


async def all_the_same(card: Card) -> Drawn:
    return Drawn(outcome=Drawing.SAME, face=card.face)


@pytest.fixture
def deps(database: Database, clock: Clock, listeners: Listeners, tmp_path: Path) -> Deps:
    tools = Tools(store=database.store, now=clock, mint=a_secret, new_id=new_id, catalogue=Catalogue((), {}))
    courier = Courier(database.store, database.outbox, listeners.tell, clock, later=at_once)
    return Deps(
        tools=tools,
        courier=courier,
        redrawer=Redrawer(database.cards, all_the_same, clock),
        upkeep=DatabaseUpkeep(database),
        marks=AuditMarks(tmp_path),
        where=SILENT.where,
    )


LOOK = {"look for owners who have gone": "to ask Slack about 1"}
"""There is always an owner, and it does not come to that without Slack."""


async def said_by(deps: Deps, *, dry: bool = False) -> dict[str, str]:
    """What each job that had something to do reports."""
    ran = [each async for each in each_once(deps, dry=dry)]
    assert [(each.name, each.problem) for each in ran] == [(job.name, "") for job in JOBS]
    return {each.name: str(each.report) for each in ran if any(each.report.counts.values())}


async def offered(deps: Deps) -> Integration:
    """An integration with its first token, which nobody has confirmed."""
    now = deps.tools.now()
    async with deps.tools.store.transaction(TENANT) as tx:
        made = await offering(tx, an_integration(now, name=new_id()), a_secret(), now)
        await tx.add(made, by="UADA")
        return made


async def retiring(deps: Deps) -> Integration:
    """An integration whose old token works for another week."""
    made, now = await offered(deps), deps.tools.now()
    async with deps.tools.store.transaction(TENANT) as tx:
        current = await tx.save(confirmed(made, now), Event.TOKEN_CONFIRM, by="UADA")
        rotated = await tx.save(await offering(tx, current, a_secret(), now), Event.TOKEN_OFFER, by="UADA")
        return await tx.save(confirmed(rotated, now), Event.TOKEN_CONFIRM, by="UADA")


async def test_an_overlap_that_is_over_is_ended_and_its_owner_told(
    deps: Deps, clock: Clock, listeners: Listeners
) -> None:
    await retiring(deps)
    assert "end overlaps" not in await said_by(deps)
    clock.pass_(days(7))
    assert await said_by(deps, dry=True) == LOOK | {"end overlaps": "to end 1"}
    assert await said_by(deps) == {"end overlaps": "ended 1", "deliver notices": "sent 1"}
    assert listeners.who() == ["UOWNER"]
    assert await said_by(deps) == {}


async def test_a_token_that_nobody_took_up_is_swept_after_a_week(
    deps: Deps, clock: Clock, listeners: Listeners
) -> None:
    await offered(deps)
    clock.pass_(UNCONFIRMED)
    assert await said_by(deps, dry=True) == LOOK | {"sweep unconfirmed tokens": "to sweep 1"}
    swept, sent, drawn = "sweep unconfirmed tokens", "deliver notices", "redraw cards"
    assert await said_by(deps) == {swept: "swept 1", sent: "sent 1", drawn: "same 1"}
    assert await said_by(deps) == {}


async def test_a_dry_run_says_how_many_have_to_be_asked_about(deps: Deps, clock: Clock) -> None:
    await retiring(deps)
    await owner_gone(deps.tools, TENANT, "UOWNER")
    clock.pass_(TO_CHANNEL)
    here = replace(deps, tenant=TENANT)
    for each in (deps, here):
        assert (await said_by(each, dry=True))["ask who takes over"] == "to ask about 1"
    assert (await said_by(here))["ask who takes over"] == "asked 1"


async def test_a_dry_run_changes_nothing(
    deps: Deps, database: Database, clock: Clock, listeners: Listeners
) -> None:
    await offered(deps)
    await say(database, "U1")
    clock.pass_(UNCONFIRMED)
    before = await database.epoch(), await database.outbox.counts()
    await said_by(deps, dry=True)
    assert (await database.epoch(), await database.outbox.counts()) == before
    assert listeners.heard == []


async def test_two_clocks_at_once_do_everything_once(deps: Deps, clock: Clock, listeners: Listeners) -> None:
    for _ in range(3):
        await retiring(deps)
    clock.pass_(days(7))
    runs = await asyncio.gather(*(JOBS[0].run(deps, clock()) for _ in range(2)))
    assert sum(run.counts["ended"] for run in runs) == 3
    for _ in range(3):
        await asyncio.gather(*(deps.courier.deliver(clock()) for _ in range(2)))
    assert len(listeners.heard) == 3


async def test_what_served_its_time_is_forgotten(deps: Deps, database: Database, clock: Clock) -> None:
    await say(database, "U1")
    assert await said_by(deps) == {"deliver notices": "sent 1"}
    clock.pass_(days(30))
    assert await said_by(deps) == {"prune": "forgotten 1"}


@pytest.fixture
async def marks(deps: Deps, tmp_path: Path) -> AuditMarks:
    await offered(deps)
    await said_by(deps)
    return AuditMarks(tmp_path)


async def test_how_far_the_record_has_come_is_noted_beside_the_database(
    deps: Deps, marks: AuditMarks, database: Database
) -> None:
    (noted,) = marks.known()
    assert noted == (await database.audit.heads())[0]
    assert noted.sequence == 1
    await offered(deps)
    await said_by(deps)
    assert marks.known()[0].sequence == 2


async def test_a_record_that_was_cut_or_rewritten_never_moves_the_mark(deps: Deps, marks: AuditMarks) -> None:
    further = Head(TENANT, 5, bytes(32))
    marks.advance([further])
    assert await said_by(deps) == {"mark the audit record": "broken 1"}
    assert marks.known() == [further]


async def test_a_record_that_was_rewritten_and_has_grown_since_does_not_move_it_either(
    deps: Deps, tmp_path: Path
) -> None:
    as_it_was, marks = Head(TENANT, 1, bytes(32)), AuditMarks(tmp_path)
    marks.advance([as_it_was])
    for _ in range(2):
        await offered(deps)
    assert await said_by(deps) == {"mark the audit record": "broken 1"}
    assert marks.known() == [as_it_was]


async def test_by_hand_everything_that_is_due_is_done_not_just_what_a_tick_takes(
    deps: Deps, database: Database, listeners: Listeners
) -> None:
    for number in range(2 * HANDS + 1):
        await say(database, f"U{number}")
    ran = {each.name: each.report.counts async for each in each_once(deps)}
    assert list(ran) == [job.name for job in JOBS]
    assert ran["deliver notices"] == {"sent": 2 * HANDS + 1}
    assert len(listeners.heard) == 2 * HANDS + 1


async def test_by_hand_a_job_that_fails_is_named_and_the_others_are_run(
    deps: Deps, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(_deps: Deps, _now: datetime) -> Report:
        raise OSError("disk full")

    broken = replace(JOBS[0], run=breaks)
    monkeypatch.setattr("jobs.by_hand.JOBS", (broken, *JOBS[1:]))
    await say(database, "U1")
    ran = [each async for each in each_once(deps)]
    assert str(ran[0]) == "end overlaps: failed (OSError)"
    assert [each.name for each in ran if each.problem] == ["end overlaps"]
    assert "deliver notices: sent 1" in map(str, ran)


async def test_a_dry_run_names_what_would_be_said_and_to_whom(
    deps: Deps, database: Database, clock: Clock
) -> None:
    made = await retiring(deps)
    clock.pass_(days(400))
    await say(database, "U1", made.id)
    clock.pass_(days(1))
    await say(database, "U2", "gone")
    said = {each.name: each.report.items async for each in each_once(deps, dry=True)}
    about = {"workspace": TENANT, "integration": made.name}
    (reminder,) = said["remind of rotations"]
    assert reminder == {**about, "what": reminder["what"], "to": "UOWNER"}
    assert reminder["what"].startswith("reminder, stage ")
    assert list(said["deliver notices"]) == [
        {**about, "what": "now yours", "to": "U1"},
        {"workspace": TENANT, "integration": "", "what": "now yours", "to": "U2"},
    ]


def test_a_report_says_what_was_done_and_leaves_out_the_rest() -> None:
    assert str(Report({"sent": 2, "buried": 0, "retry": 1})) == "sent 2, retry 1"
    assert str(Report()) == "nothing to do"
