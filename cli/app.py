"""Which commands there are. Each is loaded when it is called, so that help is there at once."""

from collections.abc import Iterator
from importlib import import_module

import click

COMMANDS = {
    "try": ("try_", "Try it with a pretend Slack: no account, nothing to configure."),
    "run": ("run", "Run everything with your Slack: bot, clock and API in one process."),
    "bot": ("bot", "Run only what listens to Slack."),
    "api": ("api", "Run only what gateways ask."),
    "clock": ("clock", "Run only the jobs; with --once, run each of them once."),
    "migrate": ("migrate", "Bring the database to the schema of this version."),
    "doctor": ("doctor", "Check settings, Slack, database, keys and clock, and say what to do."),
    "integrations": ("integrations", "Look at the integrations."),
    "revoke": ("revoke", "Kill tokens now, without Slack."),
    "incidents": ("incidents", "Look at incidents, and print their reports."),
    "gateway": ("gateway", "Say who may ask whether a token is good."),
    "reminders": ("reminders", "Say who will be reminded of what; try again what could not be delivered."),
    "audit": ("audit", "Check or export the audit record."),
    "unseal": ("unseal", "Bring a restored backup up to date from an export of the record."),
    "keys": ("keys", "List the keys, or replace them."),
    "manifest": ("manifest", "Print the Slack app's manifest."),
}
"""Name, module in cli.commands, and one line of help."""


class Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the library's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"cli.commands.{COMMANDS[cmd_name][0]}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.NoSuchCommand(args[0], possibilities=list(COMMANDS), ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(_lines()))


def _lines() -> Iterator[tuple[str, str]]:
    for name, (_, about) in COMMANDS.items():
        yield name, about


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def latchkey() -> None:
    """Issue, rotate and retire the tokens of private integrations from Slack.

    Settings come from the environment or from a file called .env; docs/operating.md lists them.
    """
