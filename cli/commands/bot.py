"""`latchkey bot`: the part of `run` that listens to Slack."""

import click

from cli.commands._servers import serve
from cli.parts import Part


@click.command
def command() -> None:
    """Run only what listens to Slack. Several may run at once."""
    serve({Part.BOT})
