"""The fleet board: how all integrations are doing, in one message that is edited in place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from slack_sdk.models.blocks import Block, SectionBlock

from bot.blocks import DIVIDER, header, mrkdwn, prose, small
from bot.message import Message
from bot.text import bold, day
from bot.views.status import NAMES, SIGNS
from core.integration import Integration
from core.notices import Notice
from core.ports import Query, Reading
from core.status import ORDER, Counts, Health, Status, status

TITLE = "Private integrations"
ALWAYS = (Health.DUE_SOON, Health.OVERDUE, Health.OVERLAP, Health.UNCONFIRMED)
"""Shown also where there are none."""
CELLS = 10
URGENT = 5
_CALM = {Health.HEALTHY, Health.OVERLAP}
"""Nobody has to do anything about these now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    counts: Counts
    incidents: int
    urgent: tuple[Integration, ...]
    enabled: bool
    now: datetime


async def board(reading: Reading, notice: Notice, now: datetime) -> Message | None:
    workspace = await reading.workspace()
    if workspace.security_channel != notice.to:
        return _elsewhere(workspace.security_channel)
    page = await reading.page(Query(attention_first=True, limit=URGENT), now)
    sight = Sight(
        counts=await reading.counts(now),
        incidents=await reading.incidents.count_open(),
        urgent=tuple(page.integrations),
        enabled=workspace.enabled,
        now=now,
    )
    return message(sight)


def _elsewhere(channel: str | None) -> Message:
    where = f"kept up to date in <#{channel}>" if channel else "shown nowhere"
    words = f"The board of private integrations is {where} now."
    return Message([prose(words)], words, news=False)


def message(sight: Sight) -> Message:
    lead, counted, urgent = _lead(sight.counts), _counted(sight), _urgent(sight)
    foot = "Kept up to date here. This app’s Home tab shows all of them."
    if not sight.enabled:
        foot = f"Management is switched off; tokens and reminders go on. {foot}"
    blocks: list[Block] = [
        header(TITLE),
        prose(f"{bar(sight.counts)}  {lead}"),
        SectionBlock(fields=[mrkdwn(f"{sign} {words}") for sign, words in counted]),
    ]
    if urgent:
        blocks += [DIVIDER, prose("\n".join(["*Most urgent*", *(f"• {line}" for line in urgent)]))]
    text = [f"{TITLE}: {lead}", ", ".join(f"{words}" for _, words in counted) + "."]
    text += [f"Most urgent: {'; '.join(urgent)}."] if urgent else []
    return Message([*blocks, small(foot)], " ".join([*text, foot]))


def bar(counts: Counts) -> str:
    """As far as it is filled, so much is in order; full only if all of it is."""
    filled = CELLS * _in_order(counts) // counts.total if counts.total else CELLS
    return "█" * filled + "░" * (CELLS - filled)


def _in_order(counts: Counts) -> int:
    return sum(counts.by_health.get(health, 0) for health in _CALM | {Health.DUE_SOON})


def _lead(counts: Counts) -> str:
    if not counts.total:
        return "There are none yet."
    good = _in_order(counts)
    verb = "is" if good == 1 else "are"
    return f"{good:,} of {counts.total:,} {verb} in order ({100 * good // counts.total} %)."


def _counted(sight: Sight) -> list[tuple[str, str]]:
    shown = [
        (SIGNS[health], f"{NAMES[health]}: {number:,}")
        for health in ORDER
        if (number := sight.counts.by_health.get(health, 0)) or health in ALWAYS
    ]
    return [("🚨", f"Incidents: {sight.incidents:,}"), *shown]


def _urgent(sight: Sight) -> list[str]:
    """Without the owners: a mention would ring for each of them."""
    found = [(each, status(each, sight.now)) for each in sight.urgent]
    return [f"{bold(each.name)}: {_how(how, sight.now)}" for each, how in found if how.health not in _CALM]


def _how(how: Status, now: datetime) -> str:
    """With a date, not a length of time: a board that changes by the minute would never be at rest."""
    if how.at is None:
        return "no token that works"
    if how.health is Health.UNCONFIRMED and how.at > now:
        return f"new token waits to be collected until {day(how.at)}"
    return f"{_WORDS[how.health]} {day(how.at)}"


_WORDS: Mapping[Health, str] = {
    Health.QUARANTINED: "quarantined since",
    Health.OVERDUE: "overdue since",
    Health.UNCONFIRMED: "new token not confirmed since",
    Health.DUE_SOON: "due",
}
