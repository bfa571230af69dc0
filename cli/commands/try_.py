"""`latchkey try`: a pretend Slack and the whole product in one process. Needs no account and nothing else."""

import asyncio
import base64
import os
import secrets
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePath

import click

from cli import environment
from cli.logs import configure
from cli.running import run_until_stopped
from core.setting_values import KEY_BYTES, Bind
from core.settings import Settings

PAGE = Bind("127.0.0.1", 8020)
FOLDER = "try"
KEY_FILE = "master.key"
OURS_ALONE, OUR_FOLDER = 0o600, 0o700
OF_A_REAL_SLACK = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL")
NOT_FOR_TRYING = (*OF_A_REAL_SLACK, "DATABASE_URL", "LATCHKEY_MASTER_KEY", "LATCHKEY_MASTER_KEY_PREVIOUS")


@click.command
@click.option("--port", default=PAGE.port, show_default=True, help="Where the pretend Slack's page is.")
def command(port: int) -> None:
    """Try it with a pretend Slack: no account, nothing to configure.

    Bot, clock, API and the pretend Slack run in this one process. What you do is kept in LATCHKEY_DATA/try,
    apart from the data of `run`.
    """
    given = environment.environment()
    settings = trial_settings(given)
    configure(settings.log_level if given.get("LATCHKEY_LOG_LEVEL") else "WARNING")
    for name in OF_A_REAL_SLACK:
        if given.get(name) or given.get(f"{name}_FILE"):
            click.echo(f"{name} is set. It is not used here: nothing leaves this machine.", err=True)
    run_until_stopped(trial(settings, port))


def trial_settings(given: Mapping[str, str]) -> Settings:
    """The settings without anything real, in a folder of their own. Raises `BadSettings`."""
    left_out = {*NOT_FOR_TRYING, *(f"{name}_FILE" for name in NOT_FOR_TRYING)}
    settings = environment.read(given={name: text for name, text in given.items() if name not in left_out})
    folder = Path(settings.data) / FOLDER
    return replace(settings, data=PurePath(folder), master_key=_key(folder))


def _key(folder: Path) -> bytes:
    """The key of the trial's own database, made at the first start."""
    folder.mkdir(mode=OUR_FOLDER, parents=True, exist_ok=True)
    path = folder / KEY_FILE
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OURS_ALONE)
    except FileExistsError:
        return base64.b64decode(path.read_text(encoding="ascii"))
    key = secrets.token_bytes(KEY_BYTES)
    with os.fdopen(file, "w", encoding="ascii") as text:
        text.write(base64.b64encode(key).decode() + "\n")
    return key


async def trial(settings: Settings, port: int) -> None:
    # All settings are known to be right by now; loading the rest takes a second.
    from cli.manifest import manifest, with_pasted_tokens, with_report_files  # noqa: PLC0415
    from cli.serving import free  # noqa: PLC0415
    from cli.wiring import product  # noqa: PLC0415
    from sandbox import Sandbox  # noqa: PLC0415

    page = free(PAGE._replace(port=port))
    app = with_report_files(with_pasted_tokens(manifest(settings.command)))
    async with Sandbox(manifest=app, bind=page.host, port=page.port) as slack:
        settings = replace(
            settings,
            bot_token=slack.bot_token,
            app_token=slack.app_token,
            slack_api_url=slack.api_url,
            api_bind=free(settings.api_bind),
            metrics_bind=free(settings.metrics_bind),
        )
        async with product(settings) as running:
            _welcome(settings, slack.page_url, running.api_url or "")
            await asyncio.Event().wait()


def _welcome(settings: Settings, page: str, api: str) -> None:
    click.echo(
        f"""
  This is a pretend Slack, on this machine only. Real workspaces and real tokens have no part in it.

    Slack page   {page}
    API          {api}
    Data         {settings.data}

  Open the page, be Ada, and type   {settings.command} create
  To end it, press Ctrl-C.
"""
    )
