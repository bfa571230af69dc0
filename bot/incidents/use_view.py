"""*Where was it used*: who used the exposed tokens since then, for what, and what of that is new.

That somebody opened it is evidence for the step of reading it.
"""

from datetime import datetime

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.asked import Asked
from bot.blocks import DIVIDER, modal, prose, small
from bot.desk import Desk
from bot.people import person
from bot.screens import Screen
from bot.text import bold, code, count, escape, listed, moment
from bot.views.paragraphs import first, paragraphs
from bot.views.use import ago
from core.actions.assess import read_use
from core.actions.incident_report import incident_report
from core.incidents.report import Report
from core.incidents.use_report import CallerUse, UseReport

TITLE = "Where was it used"
CALLERS, SCOPES = 15, 20
_HOW = (
    "Uses are counted for each caller and token: where a caller was known before, “in all” counts those too."
)


async def draw(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    report = await incident_report(desk.tools, who, asked.value)
    await screen.show(use_view(report, desk.tools.now()))
    if report.incident.open and report.incident.use_read_at is None:
        await read_use(desk.tools, who, report.incident.id)


def use_view(report: Report, now: datetime) -> View:
    use = report.use
    accepted = [_caller(each, now) for each in use.callers] or ["Nobody, as far as gateways told."]
    refused = [_caller(each, now) for each in use.refused] or ["Nobody tried a suspected token in vain."]
    blocks: list[Block] = [
        prose(_summary(report)),
        DIVIDER,
        *paragraphs(["*Who used it since then*", *first(accepted, CALLERS, "callers")]),
        *paragraphs(["*Who was refused*", *first(refused, CALLERS, "callers")]),
        DIVIDER,
        *paragraphs(["*Permissions*", *_scopes(use, now)]),
        small(_HOW),
    ]
    return modal(TITLE, blocks)


def _summary(report: Report) -> str:
    use, name = report.use, bold(report.incident.name)
    since = moment(use.since)
    told = f"The tokens of {name} since they were exposed, {since}."
    if not use.known:
        told = (
            f"The tokens of {name} since the oldest was made, {since}. "
            "Nobody said since when it was exposed: only who came after the report is surely new."
        )
    if use.strangers:
        one = len(use.strangers) == 1
        told += (
            f"\n:rotating_light: *{count(len(use.strangers), 'caller')} of {len(use.callers)} "
            f"{'was' if one else 'were'} not seen in the 30 days before.*"
        )
    return told


def _caller(each: CallerUse, now: datetime) -> str:
    caller = each.caller
    told = " ".join(code(part) for part in (caller.network, caller.agent) if part)
    by = told or "callers that it does not tell apart"
    number = f"{count(each.count, 'time')}{' in all' if each.since_before else ''}"
    new = ":rotating_light: *new:* " if each.new else ""
    return f"• {new}{by} via {escape(each.gateway)}: {number}, last {ago(each.last_at, now)}"


def _scopes(use: UseReport, now: datetime) -> list[str]:
    """What was asked for and never given stands first: somebody tried to go further."""
    beyond = [code(each.scope) for each in use.scopes if not each.exposed]
    asked = [
        f"• {code(each.scope)}: asked for {ago(each.last_at, now)}"
        for each in use.scopes
        if each.exposed and each.since and each.last_at is not None
    ]
    lines = (
        [f":warning: Asked for without being given: {listed(first(beyond, SCOPES, 'more'))}"]
        if beyond
        else []
    )
    lines += first(asked, SCOPES, "permissions") or ["No gateway said that one was asked for since then."]
    unused = [code(scope) for scope in use.unused]
    if unused and asked:
        lines.append(f"Never asked for: {', '.join(first(unused, SCOPES, 'permissions'))}.")
    return lines
