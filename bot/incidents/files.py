"""The whole report of an incident as files, below its checklist: one to read on in Markdown, one to print.

Takes the scope `files:write`, which the app does not ask for by itself. Without it the short report is in the
thread, and an operator prints the whole one: `latchkey incidents report`.
"""

from collections.abc import Iterable

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.asked import Asked
from bot.blocks import prose
from bot.desk import Desk
from bot.people import WhoAreYou, person
from bot.reply import reply
from bot.slack_code import code_of
from core.actions.incident_report import incident_report
from core.actor import Person
from core.incidents.as_html import as_html
from core.incidents.as_markdown import as_markdown
from core.incidents.document import Document
from core.incidents.report_document import report_document
from core.incidents.timeline import Names

log = structlog.get_logger(__name__)
_PERSON = ("U", "W")
NOT_SHARED = (
    "The files could not be shared here: the app needs the scope `files:write` for that. "
    "Whoever runs Latchkey prints the report with "
)


async def on_press(desk: Desk, asked: Asked) -> None:
    who = await person(desk, asked.user)
    if await share(desk, who, asked.value):
        return
    words = f"{NOT_SHARED}`latchkey incidents report {asked.value} --html`."
    if asked.reply_to is not None:
        await reply(asked.reply_to, [prose(words)], words, timeout=desk.reply_timeout)


async def share(desk: Desk, who: Person, incident_id: str) -> bool:
    """Whether it worked. Raises a `Refused` for those who may not work on that incident."""
    report = await incident_report(desk.tools, who, incident_id)
    async with desk.tools.store.reading(desk.tenant) as reading:
        card = await reading.cards.card(report.incident.card)
    if card is None:
        return False
    document = report_document(report, await _names(desk, report.people))
    try:
        await desk.client.files_upload_v2(
            channel=card.channel, thread_ts=card.ts, file_uploads=_files(document, incident_id)
        )
    except SlackApiError as error:
        log.info("report_not_shared", error=code_of(error))
        return False
    except (SlackRequestError, aiohttp.ClientError, OSError, TimeoutError) as error:
        log.warning("report_not_shared", error=type(error).__name__)
        return False
    return True


def _files(document: Document, incident_id: str) -> list[dict[str, str]]:
    """Markdown is what Slack shows in the thread itself."""
    named = (("md", as_markdown(document)), ("html", as_html(document)))
    return [
        {"filename": f"incident-{incident_id}.{kind}", "title": f"{document.title} ({kind})", "content": text}
        for kind, text in named
    ]


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
