"""*Change*: how bad it is, how far the token is out, whether personal data was in reach."""

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.asked import Asked
from bot.blocks import field, modal
from bot.desk import Desk
from bot.incidents.fields import exposed_in, exposure_fields, menu, personal_field
from bot.incidents.subject import shown, subject
from bot.screens import Screen, notice
from bot.text import bold
from core.actions.assess import expose, personal_data, rate, tidied_up
from core.incidents.incident import Incident
from core.incidents.kinds import Exposed, PersonalData, Severity
from core.refusals import BadField, FormExpired

FORM = "incident_change"
TITLE = "Change"
DOING = "Writing it down."
SEVERITIES = {
    Severity.P1: "P1: may change things, and is public or was used",
    Severity.P2: "P2: may change things, or may read and is public",
    Severity.P3: "P3: may only read, seen inside",
    Severity.P4: "P4: was dead already, or opens nothing",
}


async def draw(desk: Desk, asked: Asked, screen: Screen) -> None:
    _, incident = await subject(desk, asked, asked.value)
    await screen.show(form(incident))


def form(incident: Incident) -> View:
    blocks: list[Block] = [
        field("severity", "How bad is it?", menu("severity", SEVERITIES, incident.severity)),
        *exposure_fields(incident.exposed),
        personal_field(incident.personal_data),
    ]
    return modal(TITLE, blocks, callback_id=FORM, submit="Save", close="Cancel", metadata=incident.id)


async def check(desk: Desk, asked: Asked) -> None:
    await shown(desk, asked)
    since = _filled_in(asked)[1].since
    if since is not None and since > desk.tools.now():
        raise BadField("since", "It cannot have been exposed at an instant that is still to come.")


async def submit(desk: Desk, asked: Asked, screen: Screen) -> None:
    """Each thing that differs; so each stands in the record by itself."""
    severity, exposed, personal = _filled_in(asked)
    who, before = await subject(desk, asked)
    if severity is not before.severity:
        await rate(desk.tools, who, before.id, severity)
    if exposed != before.exposed:
        await expose(desk.tools, who, before.id, exposed)
    if personal is not before.personal_data:
        await personal_data(desk.tools, who, before.id, personal)
    await screen.done(notice(TITLE, f"The incident of {bold(before.name)} is written down as you say."))


def _filled_in(asked: Asked) -> tuple[Severity, Exposed, PersonalData]:
    """Raises `BadField` for a link that is none."""
    filled = asked.filled_in
    try:
        severity, personal = Severity(str(filled.get("severity"))), PersonalData(str(filled.get("personal")))
        return severity, tidied_up(exposed_in(filled)), personal
    except ValueError as forged:
        raise FormExpired from forged
