"""The checklist of an incident: one message, drawn anew in its place whenever something changes."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block, ButtonElement

from bot.blocks import DIVIDER, actions, header, prose, small
from bot.incidents import buttons
from bot.incidents.words import clock, contained, exposed, state_of
from bot.message import Message
from bot.text import begun, count, escape, moment, relative, someone
from bot.views.paragraphs import paragraphs
from core.audit import SYSTEM
from core.incidents.cadence import next_update
from core.incidents.incident import Incident
from core.incidents.steps import State, Step, numbered

_SIGNS = {
    State.EVIDENT: ":white_check_mark:",
    State.CLAIMED: ":ballot_box_with_check:",
    State.OPEN: ":white_large_square:",
}
_AGAIN = ":warning:"
LONGEST_TEXT = 4000
"""Of a message that is drawn again; Slack refuses more."""
_HOW = (
    "What shows by itself is ticked by itself, and un-ticked when it turns. "
    "The rest is said with *Work on a step*. What happens stands below, in the thread."
)


def card(incident: Incident, _now: datetime) -> Message:
    told = [f"{_reported(incident)} {contained(incident)}", exposed(incident)]
    standing = _standing(incident)
    steps = incident.steps
    blocks: list[Block] = [
        header(title(incident)),
        prose("\n".join(told)),
        small("  ·  ".join(standing)),
        DIVIDER,
        *paragraphs([_line(incident, step) for step in steps]),
    ]
    if incident.open:
        blocks += [DIVIDER, *(actions(*row) for row in _ways(incident)), small(_HOW)]
    text = _in_text(incident, [*told, *standing])
    return Message(blocks, text, settled=not incident.open)


def _in_text(incident: Incident, told: Sequence[str]) -> str:
    """The same to listen to; without what steps need where it would be more than Slack takes."""
    head = [f"{escape(title(incident))}.", *told]
    for needs in (True, False):
        steps = [f"{numbered(step)}: {state_of(incident, step, needs=needs)}" for step in incident.steps]
        text = "\n".join([*head, *steps])
        if len(text) <= LONGEST_TEXT:
            break
    return text


def title(incident: Incident) -> str:
    """Also for a header, which shows to the letter what people typed."""
    drill = "Drill: " if incident.drill else ""
    closed = "" if incident.open else " (closed)"
    return f"{drill}Incident {incident.severity}: {incident.name}{closed}"


def _reported(incident: Incident) -> str:
    at = relative(incident.opened_at)
    if incident.by_decoy:
        return f":honey_pot: Somebody tried this decoy {at}."
    if incident.opened_by == SYSTEM:
        return f"Latchkey noticed {at} that a token may be in wrong hands."
    return begun(f"{someone(incident.opened_by)} reported {at} that a token may be in wrong hands.")


def _standing(incident: Incident) -> Sequence[str]:
    led = f"Led by {someone(incident.lead)}" if incident.lead else "*Nobody leads it*"
    done = sum(incident.mark(step).done for step in incident.steps)
    counted = f"{done} of {count(len(incident.steps), 'step')} done"
    if incident.closed_at is not None:
        return [led, counted, f"Closed by {someone(incident.closed_by)} {moment(incident.closed_at)}"]
    running = f"Open since {moment(incident.opened_at)}"
    return [led, counted, running, f"Next update due {moment(next_update(incident))}", clock(incident)]


def _line(incident: Incident, step: Step) -> str:
    mark = incident.mark(step)
    sign = _AGAIN if mark.turned is not None else _SIGNS[mark.state]
    return f"{sign} *{numbered(step)}*  {state_of(incident, step)}"


def _ways(incident: Incident) -> list[list[ButtonElement]]:
    first = [buttons.work(incident), buttons.use(incident), buttons.update(incident)]
    second = [buttons.lead(incident), buttons.change(incident), buttons.close(incident)]
    if incident.quarantined_at is not None:
        first += [buttons.kill(incident), buttons.lift(incident.name, incident.integration_id)]
    return [first, second]
