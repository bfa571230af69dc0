"""*Give an update*: news for those who wait for it, said below the checklist."""

from slack_sdk.models.blocks import PlainTextInputElement
from slack_sdk.models.views import View

from bot.asked import Asked
from bot.blocks import field, modal, prose
from bot.desk import Desk
from bot.incidents.subject import shown, subject
from bot.screens import Screen, notice
from bot.text import bold, moment, span
from core.actions.steps import update
from core.incidents.cadence import RHYTHM, next_update
from core.incidents.incident import Incident
from core.incidents.words import LONGEST, said

FORM = "incident_update"
TITLE = "Give an update"
DOING = "Saying it."


async def draw(desk: Desk, asked: Asked, screen: Screen) -> None:
    _, incident = await subject(desk, asked, asked.value)
    await screen.show(form(incident))


def form(incident: Incident) -> View:
    told = (
        f"Say what is known of the incident of {bold(incident.name)}, what was done, and what comes next. "
        f"It will stand below the checklist. A {incident.severity} needs news every "
        f"{span(RHYTHM[incident.severity])}."
    )
    words = PlainTextInputElement(action_id="text", multiline=True, max_length=LONGEST)
    fields = [prose(told), field("text", "The news", words, hint="Never a token.")]
    return modal(TITLE, fields, callback_id=FORM, submit="Say it", close="Cancel", metadata=incident.id)


async def check(desk: Desk, asked: Asked) -> None:
    await shown(desk, asked)
    said(asked.filled_in.get("text") or "")


async def submit(desk: Desk, asked: Asked, screen: Screen) -> None:
    who, incident = await subject(desk, asked)
    told = await update(desk.tools, who, incident.id, asked.filled_in.get("text") or "")
    await screen.done(notice(TITLE, f"It is said. The next update is due {moment(next_update(told))}."))
