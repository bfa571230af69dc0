"""`latchkey api`: the part of `run` that gateways ask."""

import click

from cli.commands._servers import serve
from cli.parts import Part


@click.command
def command() -> None:
    """Run only what gateways ask. Several may run at once; Slack is not needed."""
    serve({Part.API})
