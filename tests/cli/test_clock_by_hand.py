"""`latchkey clock --once` and `--dry-run`: for people, and for machines."""

import json
from datetime import UTC, datetime, timedelta

from core.notices import Kind, Notice
from storage.database import Database
from tests.cli.commands import Latchkey, settings
from tests.cli.filled import Filled
from tests.storage.making import TENANT


async def _something_is_to_be_said(database: Database) -> None:

    now = datetime.now(UTC)
    async with database.store.transaction(TENANT) as tx:
        integration = await tx.named("Billing sync")

        notice = Notice(kind=Kind.NOW_YOURS, to="UOWNER", integration_id=integration.id)
        await tx.say(notice, not_before=now - timedelta(minutes=1))


def test_a_dry_run_says_what_would_be_said(latchkey: Latchkey, filled: Filled) -> None:
    filled.ask(_something_is_to_be_said)
    ended = latchkey("clock", "--dry-run", **settings(filled.folder))
    assert (ended.code, ended.err) == (0, "")
    assert "deliver notices: waiting 1\n  Billing sync: now yours, to UOWNER\n" in ended.out
    plain = json.loads(latchkey("clock", "--dry-run", "--json", **settings(filled.folder)).out)
    (delivery,) = (each for each in plain if each["job"] == "deliver notices")
    assert delivery == {
        "job": "deliver notices",
        "counts": {"waiting": 1},
        "items": [{"workspace": TENANT, "integration": "Billing sync", "what": "now yours", "to": "UOWNER"}],
        "problem": None,
    }


def test_a_job_that_fails_shows_in_the_exit_status(latchkey: Latchkey, filled: Filled) -> None:
    filled.ask(_break_the_outbox)
    ended = latchkey("clock", "--dry-run", **settings(filled.folder))
    assert ended.code == 1
    assert "deliver notices: failed (DatabaseFailed)" in ended.out
    assert "end overlaps: nothing to do" in ended.out


async def _break_the_outbox(database: Database) -> None:
    async with database._connections.writing() as connection:
        await connection.exec_driver_sql("ALTER TABLE outbox RENAME TO lost")
