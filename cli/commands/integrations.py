"""`latchkey integrations`: a look at them without Slack."""

import json
from collections.abc import Sequence
from datetime import datetime

import click

from cli import printing
from cli.commands._by_hand import for_machines, in_workspace, with_database
from cli.opening import Opened
from cli.workspaces import chosen
from core.evidence import Usage
from core.integration import Integration
from core.ports import Query
from core.status import status
from core.token import Token

PAGE = 200


@click.group
def command() -> None:
    """Look at the integrations."""


@command.command("list")
@in_workspace
@for_machines
def list_(workspace: str | None, *, as_json: bool) -> None:
    """List the integrations of a workspace, the most urgent first."""
    found, now = with_database(lambda base: _list(base, workspace))
    if as_json:
        click.echo(json.dumps([printing.integration(each, now) for each in found], indent=1))
    elif found:
        titles = ("Name", "State", "Since or until", "Owner", "Permissions")
        printing.print_table(titles, (_row(each, now) for each in found))
    else:
        click.echo("There are no integrations yet.")


@command.command
@click.argument("name")
@in_workspace
@for_machines
def show(name: str, workspace: str | None, *, as_json: bool) -> None:
    """Show one integration, who uses it, and its tokens, of which nobody keeps more than four characters."""
    found, tokens, usage, now = with_database(lambda base: _show(base, name, workspace))
    plain, uses = printing.integration(found, now), printing.uses(usage, tokens)
    if as_json:
        told = {**plain, "tokens": [printing.token(each) for each in tokens], "uses": uses}
        click.echo(json.dumps(told, indent=1))
        return
    for key, value in plain.items():
        said = ", ".join(value) if isinstance(value, list) else value
        click.echo(f"{key.replace('_', ' '):<12} {'' if said is None else said}")
    click.echo()
    titles = ("Version", "State", "Ends in", "Minted", "Confirmed", "Works until", "Ended", "Why")
    printing.print_table(titles, (_token_row(each) for each in tokens))
    click.echo()
    if uses:
        titles = ("Version", "Gateway", "From", "Agent", "Refused", "First use", "Last use", "Times")
        printing.print_table(titles, (_use_row(each) for each in uses))
    else:
        click.echo("It was never used.")


async def _list(base: Opened, workspace: str | None) -> tuple[Sequence[Integration], datetime]:
    tenant, now = await chosen(base.database, workspace), base.tools.now()
    found: list[Integration] = []
    async with base.tools.store.reading(tenant) as reading:
        while True:
            page = await reading.page(Query(attention_first=True, offset=len(found), limit=PAGE), now)
            found += page.integrations
            if len(found) >= page.total or not page.integrations:
                return found, now


async def _show(
    base: Opened, name: str, workspace: str | None
) -> tuple[Integration, Sequence[Token], Usage, datetime]:
    tenant = await chosen(base.database, workspace)
    async with base.tools.store.reading(tenant) as reading:
        integration = await reading.named(name)
        tokens, usage = await reading.tokens(integration.id), await reading.usage(integration.id)
        return integration, tokens, usage, base.tools.now()


def _row(each: Integration, now: datetime) -> Sequence[object]:
    state = status(each, now)
    return each.name, state.health, printing.day(state.at), each.owner, len(each.scopes)


def _token_row(token: Token) -> Sequence[object]:
    instants = (token.minted_at, token.confirmed_at, token.ends_at, token.ended_at)
    return token.version, token.state, token.fingerprint.last_four, *map(printing.day, instants), token.reason


def _use_row(use: printing.Plain) -> Sequence[object]:
    who = (use["version"], use["gateway"], use["network"] or "not told", use["agent"] or "not told")
    return *who, "refused" if use["refused"] else "", use["first_at"], use["last_at"], use["count"]
