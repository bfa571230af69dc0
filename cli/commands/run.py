"""`latchkey run`: everything in one process, with a real Slack."""

import click

from cli.commands._servers import serve
from cli.parts import ALL


@click.command
def command() -> None:
    """Run everything with your Slack: bot, clock and API in one process.

    Socket Mode if there is SLACK_APP_TOKEN; otherwise Slack calls LATCHKEY_BOT_BIND.
    """
    serve(ALL)
