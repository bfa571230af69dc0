"""Slack: whether it answers, the bot may do its work there, and our clocks agree."""

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime

from bot.workplace import Inquiry, SlackIsAway, SlackRefuses
from cli.doctor.finding import Finding, ok, problem, warning
from cli.doctor.of_clocks import of_clock
from cli.manifest import REPORT_SCOPES, manifest, with_pasted_tokens
from core.settings import Settings
from core.workspace import Workspace

WHERE_SCOPES_ARE = "under “OAuth & Permissions” of the Slack app"


async def of_slack(
    ask: Inquiry, settings: Settings, workspaces: Sequence[Workspace], now: datetime
) -> AsyncIterator[Finding]:
    """Where Slack does not even say who the bot is, nothing else is asked."""
    try:
        place = await ask.workplace()
    except (SlackRefuses, SlackIsAway) as no:
        yield problem("slack", str(no))
        return
    yield ok("slack", f"{place.team_name or 'The workspace'} ({place.team}), as the bot {place.bot_user}.")
    for finding in of_scopes(place.scopes, _wanted_scopes(workspaces)):
        yield finding
    if place.slacks_clock is not None:
        yield of_clock("Slack's", place.slacks_clock, now)
    yield await _of_delivery(ask, settings)
    for workspace in workspaces:
        yield await _of_channel(ask, workspace)


def _wanted_scopes(workspaces: Sequence[Workspace]) -> list[str]:
    """What lets messages be read is needless until somebody has switched it on, and missing from then on."""
    reading = any(workspace.pasted_tokens for workspace in workspaces)
    app = with_pasted_tokens(manifest()) if reading else manifest()
    scopes: list[str] = app["oauth_config"]["scopes"]["bot"]
    return scopes


def of_scopes(granted: Iterable[str], wanted: Iterable[str]) -> list[Finding]:
    missing, needless = sorted({*wanted} - {*granted}), sorted({*granted} - {*wanted, *REPORT_SCOPES})
    found = []
    if missing:
        todo = f"Add them {WHERE_SCOPES_ARE}, then install it again."
        found.append(problem("scopes", f"The bot token lacks {', '.join(missing)}. {todo}"))
    if needless:
        todo = f"Remove them {WHERE_SCOPES_ARE}, then install it again."
        found.append(
            warning("scopes", f"The bot token has more than it needs: {', '.join(needless)}. {todo}")
        )
    return found or [ok("scopes", "The bot token has the scopes of the manifest, no more and no fewer.")]


async def _of_delivery(ask: Inquiry, settings: Settings) -> Finding:
    if settings.app_token is None:
        bind = settings.bot_bind
        return ok("delivery", f"HTTP mode: Slack's requests must reach {bind.host}:{bind.port}/slack/events.")
    try:
        await ask.try_socket(settings.app_token)
    except (SlackRefuses, SlackIsAway) as no:
        return problem("delivery", f"Socket Mode, SLACK_APP_TOKEN: {no}")
    return ok("delivery", "Socket Mode can be opened.")


async def _of_channel(ask: Inquiry, workspace: Workspace) -> Finding:
    if workspace.security_channel is None:
        return warning("security_channel", "No security channel is set. An admin can: /integrations settings")
    try:
        await ask.try_channel(workspace.security_channel)
    except (SlackRefuses, SlackIsAway) as no:
        return problem("security_channel", f"{workspace.security_channel}: {no}")
    return ok("security_channel", f"The bot can see the security channel {workspace.security_channel}.")
