"""What people do about an incident, said below its checklist: the thread is its timeline."""

from datetime import datetime

from slack_sdk.models.blocks import Block

from bot.blocks import prose, quoted
from bot.message import Message
from bot.text import begun, bold, escape
from bot.views.incident_record import SENTENCES
from core.audit import Entry, Event
from core.incidents.incident import Incident
from core.incidents.said import EVENT, NOTE
from core.notices import Notice


def act(incident: Incident, notice: Notice, now: datetime) -> Message:
    """In the words of the audit record; of a note, what was noted too."""
    event = Event(notice.facts[EVENT])
    entry = Entry(
        tenant=incident.tenant,
        sequence=0,
        at=now,
        actor=notice.facts.get("by", ""),
        event=event,
        subject=incident.integration_id,
        subject_name=incident.name,
        details=notice.facts,
        key_id="",
        link=b"",
    )
    words = begun(SENTENCES[event](entry, bold(incident.name)))
    number = notice.facts.get(NOTE, "")
    if not number:
        return Message([prose(words)], words)
    note = incident.notes[int(number)]
    blocks: list[Block] = [prose(words), quoted(note.text)]
    if note.link:
        blocks.append(prose(f"<{escape(note.link)}>"))
    return Message(blocks, f"{words} {escape(note.text)} {escape(note.link)}".strip())
