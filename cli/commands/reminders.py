"""`latchkey reminders`: what is said unasked, by the operator's hand."""

import json
from collections.abc import Sequence
from datetime import timedelta

import click

from cli import printing
from cli.commands._by_hand import for_machines, in_workspace, with_database
from cli.opening import Opened
from cli.problems import Cannot
from cli.workspaces import chosen
from core.actions.foresee import Foreseen, foresee
from core.actions.undelivered import say_again
from core.undelivered import Undelivered

AT_ONCE = 1000
MONTH = 30


@click.group
def command() -> None:
    """Look after what Latchkey says unasked: reminders and other notices."""


@command.command
@click.option(
    "--days", default=MONTH, show_default=True, type=click.IntRange(1, 366), help="How far to look."
)
@in_workspace
@for_machines
def preview(days: int, workspace: str | None, *, as_json: bool) -> None:
    """List what will be said, when and to whom, if nobody rotates anything.

    Slack is not asked: everybody is taken to be there, and to live by the workspace's own clock.
    """
    coming = with_database(lambda base: _preview(base, workspace, days))
    if as_json:
        click.echo(json.dumps([_foreseen_plain(each) for each in coming], indent=1))
    elif coming:
        printing.print_table(
            ("When", "Integration", "Days left", "For", "As", "Due"), map(_foreseen_row, coming)
        )
    else:
        click.echo(f"Nobody will be reminded of anything within {days} days.")


@command.command
@in_workspace
@for_machines
def dead(workspace: str | None, *, as_json: bool) -> None:
    """List the notices that could not be delivered and were given up, the newest first."""
    found = with_database(lambda base: _dead(base, workspace))
    if as_json:
        click.echo(json.dumps([_plain(each) for each in found], indent=1))
    elif found:
        printing.print_table(("Id", "What", "For", "Reason", "Attempts", "Given up"), map(_row, found))
        click.echo("\nWhen the reason is gone: latchkey reminders retry ID, or --all")
    else:
        click.echo("Nothing was given up.")


@command.command
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All that were given up.")
@in_workspace
def retry(ids: tuple[str, ...], *, everything: bool, workspace: str | None) -> None:
    """Put notices that were given up back on their way. It is on record as the operator's act.

    A running clock delivers them; what may have arrived is looked for first.
    """
    if bool(ids) is everything:
        raise click.UsageError("Give at least one ID, or --all, and not both.")
    again = with_database(lambda base: _retry(base, workspace, ids))
    click.echo(f"On the way again: {len(again)}.")
    missing = sorted(set(ids) - {each.id for each in again})
    if missing:
        raise Cannot(f"Nothing that was given up has the id {', '.join(missing)}.")


async def _preview(base: Opened, workspace: str | None, days: int) -> Sequence[Foreseen]:
    return await foresee(base.tools, await chosen(base.database, workspace), timedelta(days=days))


async def _dead(base: Opened, workspace: str | None) -> Sequence[Undelivered]:
    async with base.tools.store.reading(await chosen(base.database, workspace)) as reading:
        return await reading.dead_letters.listed(AT_ONCE)


async def _retry(base: Opened, workspace: str | None, ids: Sequence[str]) -> Sequence[Undelivered]:
    return await say_again(base.tools, await chosen(base.database, workspace), ids or None)


def _plain(each: Undelivered) -> dict[str, object]:
    return {
        "id": each.id,
        "workspace": each.tenant,
        "kind": each.notice.kind,
        "to": each.notice.to,
        "integration_id": each.notice.integration_id,
        "error": each.error,
        "attempts": each.attempts,
        "created_at": each.created_at.isoformat(timespec="seconds"),
        "given_up_at": each.given_up_at.isoformat(timespec="seconds") if each.given_up_at else None,
    }


def _foreseen_plain(each: Foreseen) -> dict[str, object]:
    told = each.foretold
    return {
        "at": told.at.isoformat(timespec="seconds"),
        "integration_id": told.waiting.integration_id,
        "name": each.name,
        "days_left": told.reached.latest,
        "to": told.reader.id,
        "as": told.reader.part,
        "due_at": told.waiting.due_at.isoformat(timespec="seconds"),
    }


def _foreseen_row(each: Foreseen) -> Sequence[object]:
    told = each.foretold
    reader, due_at = told.reader, told.waiting.due_at
    when, due = printing.day(told.at), printing.day(due_at)
    return when, each.name, told.reached.latest, reader.id, reader.part, due


def _row(each: Undelivered) -> Sequence[object]:
    what = each.notice.kind.replace("_", " ")
    return each.id, what, each.notice.to, each.error, each.attempts, printing.day(each.given_up_at)
