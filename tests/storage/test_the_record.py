"""The audit record: complete, chained, and no edit goes unnoticed."""

import csv
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import ColumnElement, Update, delete, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.audit import FIRST_LINK, LONGEST_DETAIL, SYSTEM, Event, Head, link
from core.overlap import Overlap
from storage.audit import heads_in
from storage.database import Database
from storage.rows import entry_of
from storage.tables import audit, audit_heads, keys
from tests.databases import Clock
from tests.storage.making import OTHER_TENANT, TENANT

LENGTH = 12


@pytest.fixture
async def record(database: Database, clock: Clock) -> list[Head]:
    """Twelve entries in one workspace, one in another; gives the heads noted then."""
    for number in range(LENGTH):
        clock.pass_(timedelta(minutes=1))
        async with database.store.transaction(TENANT) as tx:
            await tx.note(
                Event.TOKEN_REVOKE,
                by="UADA",
                subject=f"i{number % 3}",
                subject_name="Ørsted",
                number=number,
                scopes=["a", "b"],
                urgent=True,
                note=None,
            )
    async with database.store.transaction(OTHER_TENANT) as tx:
        await tx.note(Event.ACCESS_GRANT, by="UBOB")
    return await _heads(database)


async def _heads(database: Database) -> list[Head]:
    return heads_in([line async for line in database.audit.json_lines()][-1])


async def test_an_untouched_record_holds(database: Database, record: list[Head]) -> None:
    checked = await database.audit.verify(record)
    assert [(each.tenant, each.entries, each.flaw) for each in checked] == [
        (TENANT, LENGTH, None),
        (OTHER_TENANT, 1, None),
    ]


async def test_a_head_can_be_checked_by_itself(database: Database, record: list[Head]) -> None:
    assert await database.audit.heads() == record
    assert [await database.audit.holds(head) for head in record] == [True, True]
    async with database._connections.writing() as connection:
        await connection.execute(update(audit).where(_is(LENGTH)).values(link=bytes(32)))
    assert [await database.audit.holds(head) for head in record] == [False, True]


async def test_a_record_that_has_grown_since_holds(database: Database, record: list[Head]) -> None:
    async with database.store.transaction(TENANT) as tx:
        await tx.note(Event.TOKEN_REVOKE, by="UADA")
    assert [each.flaw for each in await database.audit.verify(record)] == [None, None]


async def _edit(connection: AsyncConnection) -> None:
    await connection.execute(_entry(5, actor="UEVE"))


async def _edit_a_detail(connection: AsyncConnection) -> None:
    await connection.execute(_entry(5, details={"number": 99}))


async def _shift_the_time(connection: AsyncConnection) -> None:
    at = (await connection.execute(select(audit.c.at).where(_is(5)))).scalar_one()
    await connection.execute(_entry(5, at=at + timedelta(microseconds=1)))


async def _delete(connection: AsyncConnection) -> None:
    await connection.execute(delete(audit).where(_is(5)))


async def _insert(connection: AsyncConnection) -> None:
    for sequence in range(LENGTH, 4, -1):
        await connection.execute(_entry(sequence, sequence=sequence + 1))
    row = (await connection.execute(select(audit).where(_is(4)))).one()._asdict()
    await connection.execute(insert(audit).values({**row, "sequence": 5}))


async def _swap(connection: AsyncConnection) -> None:
    await connection.execute(_entry(5, sequence=1000))
    await connection.execute(_entry(6, sequence=5))
    await connection.execute(_entry(1000, sequence=6))


async def _move_to_another_workspace(connection: AsyncConnection) -> None:
    await connection.execute(_entry(5, tenant="T3"))


async def _chain_anew_without_the_key(connection: AsyncConnection) -> None:
    """The best a writer of the database can do who does not hold the audit key."""
    before = FIRST_LINK
    for row in (await connection.execute(select(audit).where(audit.c.tenant == TENANT))).all():
        entry = replace(entry_of(row), actor="UEVE" if row.sequence >= 5 else row.actor)
        before = link(bytes(32), before, entry) if row.sequence >= 5 else row.link
        await connection.execute(_entry(row.sequence, actor=entry.actor, link=before))
    await connection.execute(update(audit_heads).where(audit_heads.c.tenant == TENANT).values(link=before))


async def _make_illegible(connection: AsyncConnection) -> None:
    await connection.execute(_entry(5, event="token:unheard_of"))


async def _name_another_key(connection: AsyncConnection) -> None:
    await connection.execute(_entry(5, key_id="nosuchkey"))


def _is(sequence: int) -> ColumnElement[bool]:
    return (audit.c.tenant == TENANT) & (audit.c.sequence == sequence)


def _entry(number: int, **columns: object) -> Update:
    return update(audit).where(_is(number)).values(**columns)


TAMPERINGS: list[Callable[[AsyncConnection], Awaitable[None]]] = [
    _edit,
    _edit_a_detail,
    _shift_the_time,
    _delete,
    _insert,
    _swap,
    _move_to_another_workspace,
    _chain_anew_without_the_key,
    _make_illegible,
    _name_another_key,
]


@pytest.mark.parametrize("tampering", TAMPERINGS)
async def test_tampering_is_found_at_the_first_entry_it_touched(
    database: Database, record: list[Head], tampering: Callable[[AsyncConnection], Awaitable[None]]
) -> None:
    async with database._connections.writing() as connection:
        await tampering(connection)

    checked = {each.tenant: each for each in await database.audit.verify()}
    flaw = checked[TENANT].flaw
    assert flaw is not None
    assert (flaw.tenant, flaw.sequence, checked[TENANT].entries) == (TENANT, 5, 4)
    assert checked[OTHER_TENANT].flaw is None


@pytest.mark.parametrize("and_the_head", [False, True])
async def test_a_cut_end_is_found(database: Database, record: list[Head], and_the_head: bool) -> None:
    async with database._connections.writing() as connection:
        await connection.execute(delete(audit).where((audit.c.tenant == TENANT) & (audit.c.sequence > 9)))
        if and_the_head:
            ninth = await connection.scalar(select(audit.c.link).where(_is(9)))
            cut = {"sequence": 9, "link": ninth}
            await connection.execute(update(audit_heads).where(audit_heads.c.tenant == TENANT).values(**cut))

    flaw = (await database.audit.verify(record))[0].flaw
    assert flaw is not None
    assert flaw.sequence == 10
    # Whoever also turns the head back is found out only by a head that was noted elsewhere.
    assert ((await database.audit.verify())[0].flaw is None) == and_the_head


async def test_a_record_that_is_gone_altogether_is_found(database: Database, record: list[Head]) -> None:
    async with database._connections.writing() as connection:
        await connection.execute(delete(audit))
        await connection.execute(delete(audit_heads))

    assert [each.flaw and each.flaw.sequence for each in await database.audit.verify(record)] == [1, 1]


async def test_a_head_that_was_turned_back_is_found(database: Database, record: list[Head]) -> None:
    async with database._connections.writing() as connection:
        await connection.execute(delete(audit_heads).where(audit_heads.c.tenant == TENANT))
    flaw = (await database.audit.verify())[0].flaw
    assert flaw is not None
    assert flaw.sequence == 1


async def test_entries_of_a_lost_key_are_said_to_need_it(database: Database, record: list[Head]) -> None:
    async with database._connections.writing() as connection:
        await connection.execute(delete(keys).where(keys.c.purpose == "audit"))
        await connection.execute(text("UPDATE epoch SET ring = ring + 1"))
    flaw = (await database.audit.verify())[0].flaw
    assert flaw is not None
    assert "which is not here" in flaw.what


async def test_pages_of_the_record_are_newest_first(database: Database, record: list[Head]) -> None:
    async with database.store.reading(TENANT) as reading:
        page = await reading.audit(limit=5)
        rest = await reading.audit(before=page[-1].sequence, limit=100)
        one = await reading.audit(subject="i1")
    assert [entry.sequence for entry in (*page, *rest)] == list(range(LENGTH, 0, -1))
    assert [entry.details["number"] for entry in one] == [10, 7, 4, 1]


async def test_the_export_says_everything_and_ends_with_the_heads(
    database: Database, record: list[Head]
) -> None:
    *lines, last = [json.loads(line) async for line in database.audit.json_lines()]
    assert [(line["tenant"], line["sequence"]) for line in lines] == [
        *((TENANT, number) for number in range(1, LENGTH + 1)),
        (OTHER_TENANT, 1),
    ]
    assert lines[0]["at"] == "2027-03-01T09:31:00+00:00"
    assert lines[0]["details"] == {"number": 0, "scopes": ["a", "b"], "urgent": True, "note": None}
    assert last["epoch"] == await database.epoch()
    assert [head["sequence"] for head in last["heads"]] == [LENGTH, 1]


def test_another_line_of_an_export_holds_no_heads() -> None:
    with pytest.raises(ValueError, match="last line"):
        heads_in('{"tenant": "T1"}')


async def test_a_spreadsheet_runs_nothing_of_the_export(database: Database, clock: Clock) -> None:
    names = ['=HYPERLINK("http://evil")', "+1", "-1", "@SUM(A1)", "\tx", "\rx", 'a "quoted", name']
    async with database.store.transaction(TENANT) as tx:
        for name in names:
            await tx.note(Event.TOKEN_REVOKE, by="UADA", subject_name=name)

    header, *rows = csv.reader([line async for line in database.audit.csv_lines()])
    found = [row[header.index("subject_name")] for row in rows]
    assert found == ["'" + name for name in names[:-1]] + names[-1:]


async def test_details_are_short_and_plain(database: Database) -> None:
    async with database.store.transaction(TENANT) as tx:
        await tx.note(Event.TOKEN_OFFER, by="UADA", overlap=Overlap.WEEK, text="x" * 5000, many=["y" * 5000])
        details = (await tx.audit())[0].details
    assert details["overlap"] == "week"
    assert type(details["overlap"]) is str
    assert details["text"] == "x" * (LONGEST_DETAIL - 1) + "…"
    assert details["many"] == ["y" * (LONGEST_DETAIL - 1) + "…"]


async def test_a_detail_of_another_kind_is_a_mistake(database: Database) -> None:
    async with database.store.transaction(TENANT) as tx:
        with pytest.raises(TypeError, match="bytes"):
            await tx.note(Event.TOKEN_OFFER, by="UADA", digest=b"123")  # type: ignore[arg-type]


async def test_all_workspaces_with_a_record_are_known(database: Database, record: list[Head]) -> None:
    await database.keys.rotate()
    assert await database.audit.tenants() == [TENANT, OTHER_TENANT, SYSTEM]
