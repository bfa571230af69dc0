"""`latchkey gateway`: who may ask whether a token is good."""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime

import click

from cli import printing
from cli.commands._by_hand import for_machines, with_database
from cli.opening import Opened
from core.actions.gateways import add_gateway, limit_gateway, remove_gateway, rotate_gateway
from core.gateway import EVERY_TENANT, PREFIX, Gateway
from core.overlap import BY_TIME, DEFAULT, Overlap
from core.secret import Secret


@click.group
def command() -> None:
    """Add, list, rotate, limit and remove the gateways that may ask about tokens."""


@command.command
@click.argument("name")
@click.option("--workspace", "workspaces", metavar="ID", multiple=True, help="Only about this one (T…).")
@click.option("--rate", type=int, metavar="N", help="Requests a second to each process; else 100,000.")
@for_machines
def add(name: str, workspaces: tuple[str, ...], rate: int | None, *, as_json: bool) -> None:
    """Add the gateway NAME and print its secret, which is not kept and never shown again.

    It may ask about every workspace, unless --workspace names some; give it once for each.
    """
    secret, tenants = _minted(), workspaces or (EVERY_TENANT,)
    made = with_database(
        lambda base: add_gateway(base.tools, base.database.gateways, name, secret, tenants=tenants, rate=rate)
    )
    _show(made, secret, as_json=as_json)


@command.command("list")
@for_machines
def list_(*, as_json: bool) -> None:
    """List the gateways. Of their secrets, nobody keeps more than four characters."""
    found, now = with_database(_list)
    if as_json:
        click.echo(json.dumps([_plain(each, now) for each in found], indent=1))
    elif found:
        titles = ("Name", "Workspaces", "Added", "Secrets", "Rate")
        printing.print_table(titles, (_row(each, now) for each in found))
    else:
        click.echo("There are no gateways yet. Add one with: latchkey gateway add NAME")


@command.command
@click.argument("name")
@click.option(
    "--overlap",
    type=click.Choice([each.value for each in BY_TIME]),
    default=DEFAULT.value,
    show_default=True,
    help="How long the present secret goes on working.",
)
@for_machines
def rotate(name: str, overlap: str, *, as_json: bool) -> None:
    """Give the gateway NAME a new secret and print it; the present one works until the overlap ends."""
    secret, span = _minted(), Overlap(overlap).span()
    rotated = with_database(
        lambda base: rotate_gateway(base.tools, base.database.gateways, name, secret, overlap=span)
    )
    _show(rotated, secret, as_json=as_json)


@command.command
@click.argument("name")
@click.option("--rate", type=int, metavar="N", help="Requests a second to each process.")
def limit(name: str, rate: int | None) -> None:
    """Say how many requests a second the gateway NAME may send; without --rate, as many as usual."""
    limited = with_database(lambda base: limit_gateway(base.database.gateways, name, rate))
    most = "as many requests as usual" if limited.rate is None else f"{limited.rate:,} requests a second"
    click.echo(f"The gateway “{limited.name}” may send {most} to each process.")


@command.command
@click.argument("name")
def remove(name: str) -> None:
    """Remove the gateway NAME: from now on it is refused."""
    removed = with_database(lambda base: remove_gateway(base.tools, base.database.gateways, name))
    click.echo(f"The gateway “{removed.name}” is removed. None of its secrets works any more.")


def _minted() -> Secret:
    return Secret.mint(PREFIX, secrets.token_bytes)


def _show(gateway: Gateway, secret: Secret, *, as_json: bool) -> None:
    """The one place where a gateway's secret is seen."""
    if as_json:
        click.echo(json.dumps({"name": gateway.name, "secret": secret.reveal()}))
        return
    click.echo(
        f"The secret of the gateway “{gateway.name}”, shown this once. Keep it where it will be used:\n"
    )
    click.echo(f"  {secret.reveal()}\n")
    click.echo(f"It is the password of HTTP Basic; the user name is {gateway.name}.")


async def _list(base: Opened) -> tuple[Sequence[Gateway], datetime]:
    return await base.database.gateways.all(), base.tools.now()


def _plain(gateway: Gateway, now: datetime) -> dict[str, object]:
    return {
        "name": gateway.name,
        "id": gateway.id,
        "workspaces": sorted(gateway.tenants),
        "rate": gateway.rate,
        "created_at": gateway.created_at.isoformat(timespec="seconds"),
        "secrets": [
            {
                "last_four": each.fingerprint.last_four,
                "made_at": each.made_at.isoformat(timespec="seconds"),
                "ends_at": each.ends_at.isoformat(timespec="seconds") if each.ends_at else None,
            }
            for each in gateway.credentials
            if each.works(now)
        ],
    }


def _row(gateway: Gateway, now: datetime) -> Sequence[object]:
    working = [
        f"…{each.fingerprint.last_four}{f' until {printing.day(each.ends_at)}' if each.ends_at else ''}"
        for each in gateway.credentials
        if each.works(now)
    ]
    everywhere = EVERY_TENANT in gateway.tenants
    where = "every workspace" if everywhere else ", ".join(sorted(gateway.tenants))
    rate = "" if gateway.rate is None else f"{gateway.rate:,}"
    return gateway.name, where, printing.day(gateway.created_at), ", ".join(working), rate
