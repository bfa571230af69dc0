"""What incidents say unasked, besides their checklist."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block, ButtonElement

from bot.blocks import actions, prose
from bot.incidents import buttons
from bot.incidents.acts import act
from bot.incidents.card import card
from bot.incidents.closing_words import closed
from bot.incidents.words import contained, place
from bot.message import Message
from bot.text import begun, bold, count, listed, moment, someone
from core.audit import SYSTEM
from core.incidents.cadence import next_update, notify_by
from core.incidents.facts import WORDS, Fact
from core.incidents.incident import Incident
from core.incidents.refusals import UnknownIncident
from core.incidents.steps import Step, numbered
from core.notices import Kind, Notice
from core.ports import Reading

NAMED = 3
_REACHED = "Personal data was in reach"
Words = Callable[[Incident, Notice, datetime], Message | None]


async def incident_notice(reading: Reading, notice: Notice, now: datetime) -> Message | None:
    try:
        incident = await reading.incidents.one(notice.facts["incident"])
    except UnknownIncident:
        return None
    if notice.kind is Kind.INCIDENT_CLOSED:
        return await closed(reading, incident)
    return WORDS_OF[notice.kind](incident, notice, now)


def _card(incident: Incident, _notice: Notice, now: datetime) -> Message:
    return card(incident, now)


def _owner(incident: Incident, _notice: Notice, _now: datetime) -> Message:
    return _message(
        f"{_alarm(incident)} {contained(incident)}",
        f"You may work on it, too: its checklist {place(incident)}.",
        buttons.work(incident),
        buttons.use(incident),
    )


def _alarm(incident: Incident) -> str:
    if incident.by_decoy:
        return f":honey_pot: Somebody tried {_name(incident)}, which is a decoy of yours."
    said = (
        "Latchkey noticed"
        if incident.opened_by == SYSTEM
        else f"{begun(someone(incident.opened_by))} reported"
    )
    name = _name(incident)
    return f":rotating_light: {said} that a token of {name}, which is yours, may be in wrong hands."


def _turned(incident: Incident, notice: Notice, _now: datetime) -> Message | None:
    step, fact = Step(notice.facts["step"]), Fact(notice.facts["fact"])
    if not incident.open:
        return None
    words = f":warning: “{numbered(step)}” of {_name(incident)} is open again: {WORDS[fact]}."
    return _message(words, "", buttons.use(incident), buttons.work(incident, step))


def _nudge(incident: Incident, notice: Notice, _now: datetime) -> Message | None:
    """Moot once there is a later one, as after an outage, or somebody has done something."""
    if not incident.open or notice.facts.get("number") != str(incident.nudges):
        return None
    words = f":alarm_clock: An update on the incident of {_name(incident)} is due, {incident.severity}."
    last = "This is the last reminder until somebody does something." if notice.facts.get("last") else ""
    told = " ".join(filter(None, [_to_do(incident), last]))
    return _message(words, told, buttons.update(incident), buttons.work(incident))


def _to_do(incident: Incident) -> str:
    steps = [f"“{numbered(step)}”" for step in incident.unfinished]
    if not steps:
        return "Every step is done: it can be closed."
    more = len(steps) - NAMED
    return f"Still to do: {listed([*steps[:NAMED], f'{more} more'] if more > 0 else steps)}."


def _clock(incident: Incident, notice: Notice, now: datetime) -> Message | None:
    end = notify_by(incident)
    if end is None or incident.mark(Step.DATA).done:
        return None
    name, data = _name(incident), f"“{numbered(Step.DATA)}”"
    if end <= now:
        words = f":rotating_light: *The 72 hours of {name} are over*, and {data} is open."
    else:
        hours = count(int(notice.facts["hours"]) or 1, "hour")
        left = f"About {hours} of the 72 are left for {name}: they end {moment(end)}"
        words = f":hourglass: {left}. {data} is open."
    if not incident.open:
        return _message(words, f"{_REACHED}: the incident was closed, but not that.", buttons.use(incident))
    how = f"{_REACHED}: say who has to be notified, and that it was done."
    return _message(words, how, buttons.work(incident, Step.DATA))


def _asked(incident: Incident, notice: Notice, _now: datetime) -> Message | None:
    if not incident.open:
        return None
    return _asked_for_step(incident, notice) if "step" in notice.facts else _asked_to_lead(incident, notice)


def _asked_to_lead(incident: Incident, notice: Notice) -> Message | None:
    if incident.lead != notice.to:
        return None
    by = someone(notice.facts["by"])
    words = f"{by} handed the lead of the incident of {_name(incident)}, {incident.severity}, to you."
    return _message(words, _where(incident), buttons.work(incident), buttons.update(incident))


def _asked_for_step(incident: Incident, notice: Notice) -> Message | None:
    step = Step(notice.facts["step"])
    mark = incident.mark(step)
    whose = mark.assignee
    if whose != notice.to or mark.done:
        return None
    what = f"“{numbered(step)}” in the incident of {_name(incident)}"
    words = f"{someone(notice.facts['by'])} asks you to do {what}, {incident.severity}."
    return _message(words, _where(incident), buttons.work(incident, step))


def _where(incident: Incident) -> str:
    return f"Its checklist {place(incident)}. The next update is due {moment(next_update(incident))}."


def _review(incident: Incident, _notice: Notice, _now: datetime) -> Message:
    at = f" {moment(incident.closed_at)}" if incident.closed_at is not None else ""
    words = f":mag: The review of the incident of {_name(incident)} is due: it was closed{at}."
    how = "What was the cause, what was done against the next one, and did it work?"
    return _message(words, how, buttons.use(incident), buttons.files(incident))


def _message(words: str, more: str, *ways: ButtonElement) -> Message:
    text = f"{words}\n{more}" if more else words
    blocks: Sequence[Block] = [prose(text), actions(*ways)]
    return Message(list(blocks), text)


def _name(incident: Incident) -> str:
    return f"{'the drill ' if incident.drill else ''}{bold(incident.name)}"


WORDS_OF: Mapping[Kind, Words] = {
    Kind.INCIDENT: _card,
    Kind.INCIDENT_OWNER: _owner,
    Kind.INCIDENT_TURNED: _turned,
    Kind.INCIDENT_NUDGE: _nudge,
    Kind.INCIDENT_CLOCK: _clock,
    Kind.INCIDENT_ASKED: _asked,
    Kind.INCIDENT_REVIEW: _review,
    Kind.INCIDENT_ACT: act,
}
KINDS = (*WORDS_OF, Kind.INCIDENT_CLOSED)
