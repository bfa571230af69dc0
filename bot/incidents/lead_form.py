"""*Lead*: take the lead of an incident, or hand it over."""

from slack_sdk.models.blocks import UserSelectElement
from slack_sdk.models.views import View

from bot.asked import Asked
from bot.blocks import field, modal, prose
from bot.desk import Desk
from bot.incidents.subject import shown, subject
from bot.people import colleagues
from bot.screens import Screen, notice
from bot.text import bold, someone
from core.actions.lead import hand_over_lead
from core.incidents.incident import Incident
from core.refusals import BadField

FORM = "incident_lead"
TITLE = "Lead"
DOING = "Handing over the lead."


async def draw(desk: Desk, asked: Asked, screen: Screen) -> None:
    who, incident = await subject(desk, asked, asked.value)
    await screen.show(form(incident, who.id))


def form(incident: Incident, user: str) -> View:
    now = f"{someone(incident.lead)} leads" if incident.lead else "Nobody leads"
    told = prose(
        f"{now} the incident of {bold(incident.name)}. Whoever leads sees that each step is done, gives the "
        "updates, and is reminded of both."
    )
    # Whoever presses this while another one leads wants to take over, as a rule.
    suggested = user if user != incident.lead else None
    lead = UserSelectElement(action_id="lead", initial_user=suggested)
    fields = [told, field("lead", "Who leads from now on?", lead)]
    return modal(TITLE, fields, callback_id=FORM, submit=TITLE, close="Cancel", metadata=incident.id)


async def check(desk: Desk, asked: Asked) -> None:
    if asked.filled_in.get("lead") in {None, (await shown(desk, asked)).lead}:
        raise BadField("lead", "Please pick somebody else: they lead it already.")


async def submit(desk: Desk, asked: Asked, screen: Screen) -> None:
    who, incident = await subject(desk, asked)
    to = str(asked.filled_in["lead"])
    await colleagues(desk, to)
    await hand_over_lead(desk.tools, who, incident.id, to)
    await screen.done(
        notice(TITLE, f"{someone(to)} leads the incident of {bold(incident.name)} from now on.")
    )
