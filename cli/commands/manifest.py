"""`latchkey manifest`: what to give Slack when the app is created."""

import click

from cli import environment
from cli.manifest import as_yaml, link, manifest, over_http, with_pasted_tokens, with_report_files


@click.command
@click.option("--http", "url", metavar="URL", help="For HTTP mode, where Slack calls this address.")
@click.option("--pasted-tokens", is_flag=True, help="With what it takes to look for pasted tokens.")
@click.option(
    "--report-files", is_flag=True, help="With what it takes to share reports of incidents as files."
)
@click.option("--link", "as_link", is_flag=True, help="Print the address that creates the app.")
def command(url: str | None, *, pasted_tokens: bool, report_files: bool, as_link: bool) -> None:
    """Print the Slack app's manifest, with the slash command as LATCHKEY_COMMAND names it."""
    written = manifest(environment.read().command)
    if pasted_tokens:
        written = with_pasted_tokens(written)
    if report_files:
        written = with_report_files(written)
    if url:
        written = over_http(written, url)
    click.echo(link(written) if as_link else as_yaml(written).rstrip("\n"))
