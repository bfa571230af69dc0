"""The whole report of an incident as files, below its checklist: one to read on in Markdown, one to print.

Takes the scope `files:write`, which the app does not ask for by itself. Without it the short report is in the
thread, and an operator prints the whole one: `latchkey incidents report`.
"""

from collections.abc import Iterable

from slack_sdk.errors import SlackApiError

from bot.answer import answered
from bot.asked import Asked
from bot.desk import Desk
from bot.people import WhoAreYou, person
from bot.slack_code import code_of
from core.actions.incident_report import incident_report
from core.actor import Person
from core.cards import Card
from core.incidents.as_html import as_html
from core.incidents.as_markdown import as_markdown
from core.incidents.document import Document
from core.incidents.report_document import report_document
from core.incidents.timeline import Names
from core.refusals import Refused

_PERSON = ("U", "W")


class NotShared(Refused):
    """Nothing is broken: here the files cannot be, and they are printed elsewhere."""

    code = "report_not_shared"

    def __init__(self, why: str, incident_id: str) -> None:
        command = f"`latchkey incidents report {incident_id} --html`"
        printed = f"Whoever runs Latchkey prints the report with {command}."
        super().__init__(f"The files could not be shared here: {why}. {printed}")


async def on_press(desk: Desk, asked: Asked) -> None:
    await share(desk, await person(desk, asked.user), asked.value)


async def share_unasked(desk: Desk, who: Person, incident_id: str) -> None:
    """After a closing, which is done whatever becomes of its files: the button stays for another try."""
    await answered(share(desk, who, incident_id), _nobody)


async def share(desk: Desk, who: Person, incident_id: str) -> None:
    """Raises `NotShared`, or another `Refused` for those who may not work on that incident."""
    report = await incident_report(desk.tools, who, incident_id)
    async with desk.tools.store.reading(desk.tenant) as reading:
        card = await reading.cards.card(report.incident.card)
    if card is None:
        raise NotShared("the place of its checklist is not known", incident_id)
    document = report_document(report, await _names(desk, report.people))
    try:
        await _upload(desk, card, document, incident_id)
    except SlackApiError as error:
        if code_of(error) != "missing_scope":
            raise
        raise NotShared("the app needs the scope `files:write` for that", incident_id) from error


async def _upload(desk: Desk, card: Card, document: Document, incident_id: str) -> None:
    """Markdown is what Slack shows in the thread itself."""
    named = (("md", as_markdown(document)), ("html", as_html(document)))
    files = [
        {"filename": f"incident-{incident_id}.{kind}", "title": f"{document.title} ({kind})", "content": text}
        for kind, text in named
    ]
    await desk.client.files_upload_v2(channel=card.channel, thread_ts=card.ts, file_uploads=files)


async def _names(desk: Desk, user_ids: Iterable[str]) -> Names:
    """A file knows no mentions. Whom Slack does not name keeps their id."""
    names: dict[str, str] = {}
    for user_id in sorted(user_ids):
        if user_id.startswith(_PERSON):
            try:
                names[user_id] = (await person(desk, user_id)).name
            except WhoAreYou:
                continue
    return names


async def _nobody(_words: str) -> None:
    """What went wrong is in the log; the person reads that the incident is closed."""
