"""`latchkey revoke`: the way to kill a token while Slack is down."""

import sys

import click

from cli.commands._by_hand import in_workspace, with_database
from cli.opening import Opened
from cli.problems import Cannot
from cli.workspaces import chosen
from core.actions.compromise_by_hand import compromised as report
from core.actions.compromise_by_hand import token_compromised as report_token
from core.actions.revoke import revoke_all, revoke_token
from core.integration import Integration
from core.responding import Response
from core.secret import Secret

LONGEST_LINE = 1000
IF_IT_LEAKED = "If it has leaked: the same command with --compromised opens an incident, with its checklist."


@click.command
@click.argument("name", required=False)
@click.option("--token-stdin", is_flag=True, help="Read one token from standard input instead.")
@click.option("--compromised", is_flag=True, help="Open an incident, too: every token of it dies.")
@in_workspace
def command(name: str | None, *, token_stdin: bool, compromised: bool, workspace: str | None) -> None:
    """Kill tokens now, without Slack: every token of the integration NAME, or one by itself.

    It is on record as the operator's act; owner and security channel read of it when Slack is there.
    """
    if (name is None) is not token_stdin:
        raise click.UsageError("Give a NAME, or --token-stdin, and not both.")
    if name is not None:
        click.echo(with_database(lambda base: _by_name(base, name, workspace, compromised=compromised)))
    else:
        secret = _from_stdin()
        click.echo(with_database(lambda base: _by_token(base, secret, compromised=compromised)))


def _from_stdin() -> Secret:
    """From a pipe, or typed without being shown. What was given is never repeated."""
    typed = sys.stdin.isatty()
    text = click.prompt("Token", hide_input=True) if typed else sys.stdin.readline(LONGEST_LINE)
    secret = Secret.parse(text.strip())
    if secret is None:
        raise Cannot("That is not a token of ours: its shape or its checksum is wrong.")
    return secret


async def _by_name(base: Opened, name: str, workspace: str | None, *, compromised: bool) -> str:
    tenant = await chosen(base.database, workspace)
    if compromised:
        return _opened(await report(base.tools, tenant, name))
    integration = await revoke_all(base.tools, tenant, name)
    return f"{_all_dead(integration)}\n{IF_IT_LEAKED}"


def _all_dead(integration: Integration) -> str:
    name, tenant = integration.name, integration.tenant
    return f"Every token of “{name}” ({tenant}) is revoked. None of them works any more."


def _opened(response: Response) -> str:
    opened = f"The incident {response.incident.id} is open."
    goes = "Its checklist goes to Slack; `latchkey incidents` has it here."
    return f"{_all_dead(response.integration)}\n{opened} {goes}"


async def _by_token(base: Opened, secret: Secret, *, compromised: bool) -> str:
    if compromised:
        response = await report_token(base.tools, secret)
        if response is None:
            raise Cannot("That token is not in this database.")
        return _opened(response)
    integration = await revoke_token(base.tools, secret)
    if integration is None:
        raise Cannot("That token is not in this database.")
    dead = f"That token of “{integration.name}” ({integration.tenant}) does not work any more."
    return f"{dead}\n{IF_IT_LEAKED}"
