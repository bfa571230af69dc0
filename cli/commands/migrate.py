"""`latchkey migrate`: the schema of this version."""

import click

from cli import environment
from cli.opening import make_data_folder
from cli.running import run
from storage.database import migrate


@click.command
def command() -> None:
    """Bring the database to the schema of this version. Needs no key and no Slack.

    `run` and its parts do the same when they start; with several of them, do it once before.
    """
    settings = environment.read()
    make_data_folder(settings)
    run(migrate(settings.database))
    click.echo("The database has the schema of this version.")
