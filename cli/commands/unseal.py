"""`latchkey unseal`: after a backup was restored, take away again what had been taken away since."""

from collections.abc import Sequence
from pathlib import Path

import click

from cli.audit_marks import AuditMarks
from cli.commands._by_hand import with_database
from cli.opening import Opened
from cli.problems import Cannot
from cli.sealing import seal_if_older
from core.actions.replay import Replayed, replay, replay_gateways
from core.audit import SYSTEM, Entry
from storage.exports import BadExport, Export, read_export


@click.command
@click.option(
    "--replay",
    "file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The newest export of the audit record (jsonl).",
)
@click.option(
    "--accept-gap", is_flag=True, help="Go on although changes were made after the export: they stay lost."
)
def command(file: Path, *, accept_gap: bool) -> None:
    """Bring a restored backup up to date and let it be verified against again.

    Tokens that ended, permissions that were taken away, integrations and gateways that were removed after the
    backup are ended, taken away and removed again. Whatever was made since has to be made anew.
    """
    export = _read(file)
    done = with_database(lambda base: unseal(base, export, accept_gap=accept_gap))
    for each in done:
        where = f"{each.tenant}: " if each.tenant else ""
        click.echo(f"{where}“{each.name}”: {each.what}.")
    click.echo(f"{len(done)} brought up to date. Tokens are verified again.")


def _read(file: Path) -> Export:
    try:
        with file.open(encoding="utf-8") as lines:
            return read_export(lines)
    except (BadExport, OSError, UnicodeError) as problem:
        raise Cannot(f"{file} is no whole jsonl export: {problem}.") from None


async def unseal(base: Opened, export: Export, *, accept_gap: bool = False) -> Sequence[Replayed]:
    """Raises `Cannot` for an export that proves nothing; then nothing was changed."""
    await seal_if_older(base)
    lost_at = await base.database.seal.lost_at()
    if export.epoch < lost_at and not accept_gap:
        raise Cannot(
            f"This export ends at change {export.epoch}, but {lost_at} were made: a token revoked in "
            "between would live again. Give a newer export. If there is none, look at what was done last, "
            "and say --accept-gap."
        )
    missing = {tenant: await _missing(base, entries) for tenant, entries in export.entries.items()}
    done: list[Replayed] = []
    for tenant, entries in missing.items():
        if tenant == SYSTEM:
            done += await replay_gateways(base.tools, base.database.gateways, entries)
        else:
            done += await replay(base.tools, tenant, entries)
    await base.database.seal.lift(beyond=max(export.epoch, lost_at), replayed=len(done), gap=accept_gap)
    AuditMarks(Path(base.settings.data)).start_anew(await base.database.audit.heads())
    return done


async def _missing(base: Opened, entries: Sequence[Entry]) -> Sequence[Entry]:
    """What this database has forgotten. Raises `Cannot` for the record of another database."""
    audit, tenant = base.database.audit, entries[0].tenant
    common = await audit.common(entries)
    if not common and await audit.has_any(tenant):
        raise Cannot(f"The record of {tenant} in this export is not the past of this database.")
    flaw = await audit.follows(entries, common)
    if flaw is not None:
        raise Cannot(f"The export was changed, at entry {flaw.sequence} of {tenant}: {flaw.what}.")
    return entries[common:]
