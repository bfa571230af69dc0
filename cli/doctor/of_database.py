"""The database: whether it answers, the keys fit, and everything is as it was left."""

from collections.abc import AsyncIterator
from pathlib import Path

from cli.audit_marks import AuditMarks
from cli.doctor.finding import Finding, ok, problem, warning
from cli.doctor.of_clocks import SLOW, of_clock
from cli.opening import Opened
from cli.sealing import mark_of


async def of_database(base: Opened) -> AsyncIterator[Finding]:
    """Of a database that could be opened: then schema, file and key ring are right."""
    await base.database.ping()
    keys = await base.database.keys.list()
    yield ok("database", "It answers, its schema is this version's, and its file is whole.")
    if await base.database.seal.is_closed() or await base.database.seal.is_older(mark_of(base)):
        yield problem("database", "It is older than it was, so no token is verified. Run: latchkey unseal")
    yield ok("keys", f"The master key opens the key ring of {len(keys)} keys.")
    theirs = await base.database.clock()
    if theirs is not None:
        yield of_clock("the database's", theirs, base.tools.now())
    seen = await base.database.clock_mark.read()
    if seen is not None and seen > base.tools.now() + SLOW:
        yield of_clock("what the service has seen", seen, base.tools.now())
    yield await _of_audit(base)
    yield await _of_outbox(base)


async def _of_audit(base: Opened) -> Finding:
    marks = AuditMarks(Path(base.settings.data)).known()
    broken = [mark.tenant for mark in marks if not await base.database.audit.holds(mark)]
    if broken:
        said = f"The audit record of {', '.join(broken)} is not what it was. Run: latchkey audit verify"
        return problem("audit", said)
    return ok("audit", f"The audit record fits the {len(marks)} marks in the data folder.")


async def _of_outbox(base: Opened) -> Finding:
    counts = await base.database.outbox.counts()
    if counts["buried"]:
        said = f"{counts['buried']} notices could not be delivered; the log says why (notice_buried)."
        return warning("outbox", said)
    return ok("outbox", f"{counts['waiting']} notices wait, none was given up.")
