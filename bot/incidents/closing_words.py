"""The report of a closed incident, short: below its checklist. The whole of it is a file."""

from slack_sdk.models.blocks import Block

from bot.blocks import actions, prose, small
from bot.incidents import buttons
from bot.message import Message
from bot.text import bold, code, escape, someone
from bot.views.paragraphs import paragraphs
from core.incidents.incident import Incident
from core.incidents.report import report_of
from core.incidents.report_document import how_long, outcome
from core.incidents.use_document import exposed_and_used
from core.ports import Reading


async def closed(reading: Reading, incident: Incident) -> Message:
    report = await report_of(reading, incident)
    head = (
        f":lock: {someone(incident.closed_by)} closed the incident of {bold(incident.name)}, "
        f"{incident.severity}. {escape(outcome(report))}"
    )
    reason = [f"It was not finished then: “{escape(incident.reason)}”."] if incident.reason else []
    took = [f"• From “{start}” to “{end}”: {length}" for start, end, length in how_long(report)]
    used = escape(exposed_and_used(report.use))
    whole = f"All of it: {code(f'latchkey incidents report {incident.id} --html')}."
    lines = ["*How long it took*", *took, "*Exposed and used permissions*", used]
    blocks: list[Block] = [
        prose("\n".join([head, *reason])),
        *paragraphs(lines),
        actions(buttons.files(incident)),
        small(whole),
    ]
    return Message(blocks, "\n".join([head, *reason, *lines, whole]))
