"""`latchkey audit`: check the record, or take it out."""

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from cli.audit_marks import AuditMarks
from cli.clockwork import clockwork
from cli.commands._by_hand import for_machines, with_database
from cli.opening import Opened
from cli.problems import Cannot
from core.audit import Head
from jobs.schedule import mark_audit
from jobs.voice import SILENT
from storage.audit import Checked, heads_in


@click.group
def command() -> None:
    """Check or export the audit record."""


@command.command
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An earlier export (jsonl): the record must be a continuation of it.",
)
@for_machines
def verify(against: Path | None, *, as_json: bool) -> None:
    """Check every entry of every workspace, and that nothing is missing since the last mark."""
    noted = _heads_of(against) if against else []
    with Console(stderr=True).status("Checking the audit record …"):
        checked = with_database(lambda base: _checked(base, noted))
    if as_json:
        click.echo(json.dumps([_plain(each) for each in checked], indent=1))
    else:
        for each in checked:
            click.echo(_sentence(each))
    if any(each.flaw for each in checked):
        raise Cannot("The audit record is not what it was. Keep the data folder as it is, as evidence.")


@command.command
@click.option("--format", "format_", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
def export(format_: str) -> None:
    """Print the whole record, oldest first. Keep a jsonl export elsewhere to verify against later."""
    with_database(lambda base: _export(base, format_))


async def _checked(base: Opened, noted: Sequence[Head]) -> Sequence[Checked]:
    marks = AuditMarks(Path(base.settings.data)).known()
    return await base.database.audit.verify([*marks, *noted])


async def _export(base: Opened, format_: str) -> None:
    audit = base.database.audit
    await _print(audit.csv_lines() if format_ == "csv" else audit.json_lines())
    await mark_audit(clockwork(base, SILENT), base.tools.now())


async def _print(lines: AsyncIterator[str]) -> None:
    columns = (TextColumn("{task.completed} lines"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("export")
        async for line in lines:
            click.echo(line)
            progress.advance(task)


def _heads_of(export: Path) -> list[Head]:
    """Raises `Cannot` for what is no whole export."""
    last = ""
    try:
        with export.open(encoding="utf-8") as lines:
            for line in lines:
                last = line
        return heads_in(last)
    except (ValueError, OSError):
        raise Cannot(f"{export} is no whole jsonl export: its last line holds no heads.") from None


def _plain(checked: Checked) -> dict[str, object]:
    flaw = asdict(checked.flaw) if checked.flaw else None
    return {"workspace": checked.tenant, "entries": checked.entries, "flaw": flaw}


def _sentence(checked: Checked) -> str:
    if checked.flaw:
        return f"{checked.tenant}: at entry {checked.flaw.sequence}: {checked.flaw.what}."
    return f"{checked.tenant}: {checked.entries} entries, all of them as they were written."
