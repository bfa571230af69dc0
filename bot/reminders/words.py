"""The words of one reminder: what is due, what is known, what can be done, and who has done what."""

from dataclasses import replace
from datetime import datetime, timedelta

from slack_sdk.models.blocks import Block, InteractiveElement

from bot import buttons as everywhere
from bot.blocks import actions, prose, small
from bot.incidents.buttons import report
from bot.message import Message
from bot.reminders import buttons
from bot.reminders.case import Case, case_of
from bot.reminders.endings import ending
from bot.reminders.evidence import evidence
from bot.text import bold, count, day, escape, moment, someone, span
from bot.views.paragraphs import paragraphs
from core.notices import Notice
from core.ports import Reading
from core.reminders.items import Part, items_of
from core.unused import unused_of

_DAY = timedelta(days=1)
DONE = ":white_check_mark: "
HOW = "Rotating makes a new token; the present one works on until the new one is confirmed."


async def reminder(reading: Reading, notice: Notice, now: datetime) -> Message | None:
    (item,) = items_of(notice)
    case = await case_of(reading, item, Part(notice.facts["for"]), notice.to, now)
    if case is None:
        return None
    unused = await unused_of(reading, case.integration, case.usage, now)
    return message(replace(case, unused=unused))


def message(case: Case) -> Message:
    over = ending(case)
    if over is not None:
        return _closed(f"{DONE}{over}", settled=case.is_over)
    if case.is_continued:
        return _closed(f"{bold(case.integration.name)}: a later reminder continues this one.", settled=True)
    if case.is_somebody_elses:
        owner = someone(case.integration.owner)
        return _closed(f"{bold(case.integration.name)} is {owner}’s now, who gets its reminders.")
    return _open(case)


def _closed(words: str, *, settled: bool = False) -> Message:
    return Message([prose(words)], words.removeprefix(DONE), settled=settled, news=False)


def _open(case: Case) -> Message:
    lead, known, state = due(case), evidence(case), standing(case)
    sign = ":alarm_clock:" if case.item.due_at > case.now else ":warning:"
    blocks: list[Block] = [
        prose(f"{sign} {lead}"),
        *paragraphs([f"• {line}" for line in known]),
        *([small(*state)] if state else []),
        actions(*_first_row(case)),
        actions(*_second_row(case)),
        small(f"{_why_you(case)} {HOW}"),
    ]
    text = " ".join([lead, *known, *state, f"{_why_you(case)} {HOW}"])
    return Message(blocks, text)


def due(case: Case) -> str:
    """“*Billing* is due for rotation tomorrow”; dates show in each reader's own zone."""
    name, left = bold(case.integration.name), case.item.due_at - case.now
    days = abs(round(left / _DAY))
    if left <= timedelta():
        late = count(days, "day") if days else span(-left)
        return f"{name} is {late} overdue: its token was to be replaced {moment(case.item.due_at)}."
    # Slack itself says “today” and “tomorrow”, where the reader is.
    about = f", in {count(days, 'day')}" if days > 1 else ""
    return f"{name} is due for rotation {moment(case.item.due_at)}{about}."


def standing(case: Case) -> list[str]:
    """Who has done what about it."""
    known, lines = case.standing, []
    if known.acknowledged_by is not None and known.acknowledged_at is not None:
        who, at = someone(known.acknowledged_by), moment(known.acknowledged_at)
        lines.append(f"{who} acknowledged it {at} and has it in hand.")
    if case.snoozed_until is not None and known.snoozes:
        last = known.snoozes[-1]
        lines.append(
            f"{someone(last.by)} snoozed it until {day(case.snoozed_until)}: “{escape(last.reason)}” "
            f"({len(known.snoozes)} of 3)."
        )
    return lines


def _first_row(case: Case) -> list[InteractiveElement]:
    it = case.integration
    ways: list[InteractiveElement] = [everywhere.rotate(it, style="primary")]
    if case.snoozed_until is None:
        ways.append(buttons.snooze(it))
        if not case.acknowledged:
            ways.append(buttons.acknowledge(it, case.item.token_id))
    return [*ways, buttons.reassign(it)]


def _second_row(case: Case) -> list[InteractiveElement]:
    it, ways = case.integration, list[InteractiveElement]()
    if case.unused.scopes:
        ways.append(buttons.remove_unused(it, case.unused.scopes))
    if case.unused.taken:
        ways.append(buttons.put_back(it))
    return [*ways, report(it)]


def _why_you(case: Case) -> str:
    owner = someone(case.integration.owner)
    if case.instead_of_owner:
        return f"Its owner, {owner}, cannot be told any more: somebody should take it over with *Reassign*."
    return {
        Part.OWNER: "You hear of it as its owner.",
        Part.BACKUP: f"You hear of it as the backup of its owner, {owner}.",
        Part.CHANNEL: f"Its owner is {owner}.",
        Part.ADMIN: f"You hear of it as an admin. Its owner is {owner}.",
    }[case.part]
