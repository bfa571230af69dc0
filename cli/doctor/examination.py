"""All the doctor looks at, in the order in which things depend on each other."""

from collections.abc import AsyncIterator, Mapping, Sequence

from bot.clients import session, web_client
from bot.workplace import Inquiry
from cli import environment
from cli.doctor.finding import Finding, ok, problem, warning
from cli.doctor.of_database import of_database
from cli.doctor.of_files import of_files
from cli.doctor.of_slack import of_slack
from cli.opening import NoDatabaseYet, opened, utc_now
from cli.problems import sentence
from cli.workspaces import known
from core.settings import BadSettings, Need, Settings
from core.workspace import Workspace

NEEDS = frozenset(Need)


async def examined(given: Mapping[str, str]) -> Sequence[Finding]:
    """Everything that was found. Never raises for what it is there to find."""
    try:
        settings = environment.read(NEEDS, given)
    except BadSettings as bad:
        return [problem("settings", each) for each in bad.problems]
    said = ok("settings", "All settings are there and well-formed.")
    return [said, *[each async for each in _all(settings, given)]]


async def _all(settings: Settings, given: Mapping[str, str]) -> AsyncIterator[Finding]:
    workspaces: list[Workspace] = []
    async for finding in _of_storage(settings, workspaces):
        yield finding
    for finding in of_files(settings, given):
        yield finding
    async with session() as web:
        client = web_client(settings.bot_token, settings.slack_api_url, web, repetition=[])
        async for finding in of_slack(Inquiry(client), settings, workspaces, utc_now()):
            yield finding


async def _of_storage(settings: Settings, workspaces: list[Workspace]) -> AsyncIterator[Finding]:
    """Also collects what the workspaces have set."""
    try:
        async with opened(settings, migrating=False) as base:
            async for finding in of_database(base):
                yield finding
            for tenant in await known(base.database):
                async with base.tools.store.reading(tenant) as reading:
                    workspaces.append(await reading.workspace())
    except NoDatabaseYet as not_yet:
        yield warning("database", str(not_yet))
    except Exception as wrong:  # noqa: BLE001 - whatever it is, it is a finding
        yield problem("database", sentence(wrong) or f"It cannot be used ({type(wrong).__name__}).")
