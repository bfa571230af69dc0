"""`latchkey incidents`: a look at them, and their reports, without Slack."""

import json
from collections.abc import Sequence

import click

from cli import printing
from cli.commands._by_hand import for_machines, in_workspace, with_database
from cli.opening import Opened
from cli.workspaces import chosen
from core.incidents.as_html import as_html
from core.incidents.as_markdown import as_markdown
from core.incidents.incident import Incident
from core.incidents.report import Report, report_of
from core.incidents.report_document import report_document
from core.incidents.steps import TITLES

MANY = 200


@click.group
def command() -> None:
    """Look at incidents: suspected compromises, and what has been done about them."""


@command.command("list")
@in_workspace
@for_machines
def list_(workspace: str | None, *, as_json: bool) -> None:
    """List the incidents of a workspace, the open ones first."""
    found = with_database(lambda base: _list(base, workspace))
    if as_json:
        click.echo(json.dumps([printing.incident(each) for each in found], indent=1))
    elif found:
        titles = ("Id", "Integration", "Severity", "Leader", "Opened", "Closed", "To do")
        printing.print_table(titles, (_row(each) for each in found))
    else:
        click.echo("There are no incidents.")


@command.command
@click.argument("incident_id", metavar="ID")
@in_workspace
@for_machines
def show(incident_id: str, workspace: str | None, *, as_json: bool) -> None:
    """Show one incident and its steps."""
    incident = with_database(lambda base: _report(base, incident_id, workspace)).incident
    plain = printing.incident(incident)
    if as_json:
        click.echo(json.dumps(plain, indent=1))
        return
    for key, value in plain.items():
        if key != "steps":
            click.echo(f"{key.replace('_', ' '):<15} {'' if value is None else value}")
    click.echo()
    marks = [(step, incident.mark(step)) for step in incident.steps]
    rows = [(TITLES[step], mark.state, mark.assignee, printing.day(mark.done_at)) for step, mark in marks]
    printing.print_table(("Step", "State", "Assigned to", "Done"), rows)


@command.command
@click.argument("incident_id", metavar="ID")
@click.option("--html", is_flag=True, help="One HTML file, ready to print, instead of Markdown.")
@in_workspace
def report(incident_id: str, workspace: str | None, *, html: bool) -> None:
    """Print the report of an incident: times, steps, uses, timeline. People stand there by their id."""
    document = report_document(with_database(lambda base: _report(base, incident_id, workspace)), {})
    click.echo(as_html(document) if html else as_markdown(document), nl=False)


async def _list(base: Opened, workspace: str | None) -> Sequence[Incident]:
    tenant = await chosen(base.database, workspace)
    async with base.tools.store.reading(tenant) as reading:
        return await reading.incidents.latest(MANY)


async def _report(base: Opened, incident_id: str, workspace: str | None) -> Report:
    tenant = await chosen(base.database, workspace)
    async with base.tools.store.reading(tenant) as reading:
        return await report_of(reading, await reading.incidents.one(incident_id))


def _row(each: Incident) -> Sequence[object]:
    opened, closed = printing.day(each.opened_at), printing.day(each.closed_at)
    return each.id, each.name, each.severity, each.lead, opened, closed, len(each.unfinished)
