"""Several reminders at once for one person: one message, a row each, drawn anew as they are settled."""

from datetime import datetime

from slack_sdk.models.blocks import Block

from bot.blocks import prose, small
from bot.message import Message
from bot.reminders import buttons
from bot.reminders.case import Case, case_of
from bot.reminders.endings import ending
from bot.reminders.words import DONE, HOW, due, standing
from bot.text import count
from bot.views.use import token_use
from core.notices import Notice
from core.ports import Reading
from core.reminders.items import Part, items_of

SHOWN = 40
"""Slack takes fifty blocks."""


async def digest(reading: Reading, notice: Notice, now: datetime) -> Message | None:
    part, items = Part(notice.facts["for"]), items_of(notice)
    found = [await case_of(reading, item, part, notice.to, now) for item in items[:SHOWN]]
    cases = [case for case in found if case is not None]
    return message(cases, more=len(items) - len(found)) if cases else None


def message(cases: list[Case], *, more: int = 0) -> Message:
    open_ones = [case for case in cases if _is_open(case)]
    lead = _lead(open_ones, len(cases) + more)
    rows = [_row(case) for case in cases]
    after = [HOW] if open_ones else []
    if more:
        after.append(f"And {more} more: this app’s Home tab shows them, the most urgent first.")
    sign = ":alarm_clock: " if open_ones else DONE
    blocks: list[Block] = [prose(f"{sign}{lead}"), *(block for block, _ in rows)]
    if after:
        blocks.append(small(*after))
    text = " ".join([lead, *(words for _, words in rows), *after])
    settled = all(case.is_over for case in cases) and not more
    return Message(blocks, text, settled=settled, news=bool(open_ones))


def _lead(open_ones: list[Case], of: int) -> str:
    if not open_ones:
        return f"All {of} of these rotations are settled."
    late = sum(case.item.due_at <= case.now for case in open_ones)
    overdue = f", {late} of them overdue" if late else ""
    settled = f" {of - len(open_ones)} of {of} are settled." if len(open_ones) < of else ""
    verb = "is" if len(open_ones) == 1 else "are"
    return f"*{count(len(open_ones), 'rotation')} {verb} due{overdue}.*{settled}"


def _is_open(case: Case) -> bool:
    return ending(case) is None and not case.is_continued and not case.is_somebody_elses


def _row(case: Case) -> tuple[Block, str]:
    """With a menu while there is something to do; and its words."""
    over = ending(case)
    if over is not None or not _is_open(case):
        words = over or f"*{case.integration.name}*: continued elsewhere."
        return prose(f"{DONE}{words}"), words
    lines = [due(case), _use(case), *standing(case)]
    menu = buttons.row(case.integration, case.item.token_id, acknowledged=case.acknowledged)
    return prose("\n".join(lines), accessory=menu), " ".join(lines)


def _use(case: Case) -> str:
    current = case.integration.current
    return (token_use(case.usage, current, case.now) if current is not None else "") or "No use seen."
