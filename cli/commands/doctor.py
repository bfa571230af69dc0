"""`latchkey doctor`: what is wrong, and what to do."""

import json
import sys

import click

from cli import environment
from cli.commands._by_hand import for_machines
from cli.logs import configure
from cli.running import run

COLOURS = {"ok": "green", "warning": "yellow", "problem": "red"}


@click.command
@for_machines
def command(*, as_json: bool) -> None:
    """Check settings, Slack, database, keys and clock, and say what to do. Changes nothing."""
    from cli.doctor.examination import examined  # noqa: PLC0415 - it loads Slack's libraries

    configure("ERROR")
    findings = run(examined(environment.environment()))
    if as_json:
        click.echo(json.dumps([finding.plain() for finding in findings], indent=1))
    else:
        for finding in findings:
            level = click.style(f"{finding.level:<8}", fg=COLOURS[finding.level])
            click.echo(f"{level} {finding.about}: {finding.sentence}")
    sys.exit(any(finding.level == "problem" for finding in findings))
