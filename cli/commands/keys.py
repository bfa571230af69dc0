"""`latchkey keys`: the key ring in the operator's hands."""

import json
from collections.abc import Sequence

import click
from rich.console import Console

from cli import printing
from cli.commands._by_hand import for_machines, with_database
from storage.keys import Listed


@click.group
def command() -> None:
    """List the keys, or replace them."""


@command.command("list")
@for_machines
def list_(*, as_json: bool) -> None:
    """List the keys by their ids; the keys themselves are never shown."""
    keys = with_database(lambda base: base.database.keys.list())
    if as_json:
        click.echo(json.dumps([_plain(key) for key in keys], indent=1))
    else:
        titles = ("Key", "For", "Made", "In use", "Live tokens", "All", "Gateways", "Master key")
        printing.print_table(titles, (_row(key) for key in keys))


@command.command
def rotate() -> None:
    """Make new keys and wrap all of them under LATCHKEY_MASTER_KEY. Every token stays valid."""
    with Console(stderr=True).status("Making and wrapping keys …"):
        done = with_database(lambda base: base.database.keys.rotate())
    click.echo(f"Added {', '.join(done.added)}.")
    if done.removed:
        click.echo(f"Removed {', '.join(done.removed)}, which nothing needed any more.")
    click.echo("If LATCHKEY_MASTER_KEY_PREVIOUS is set, remove it now.")


def _plain(key: Listed) -> dict[str, object]:
    return {
        "id": key.id,
        "purpose": key.purpose,
        "created_at": key.created_at.isoformat(),
        "newest": key.newest,
        "master_key": key.master,
        "live_tokens": key.live_tokens,
        "tokens": key.tokens,
        "gateway_secrets": key.gateway_secrets,
    }


def _row(key: Listed) -> Sequence[object]:
    newest = "newest" if key.newest else "older"
    needed_by = (key.live_tokens, key.tokens, key.gateway_secrets)
    return key.id, key.purpose, printing.day(key.created_at), newest, *needed_by, key.master
