"""The buttons of incidents: labels, ids, and what a screen reader says. See `bot.buttons`.

They carry the id of the incident, or of the integration where it may have none. It gives no rights: those are
asked for when it is pressed.
"""

from typing import NamedTuple

from slack_sdk.models.blocks import ButtonElement

from bot.asked import ref
from bot.blocks import button
from bot.blocks import confirm as really
from core.incidents.incident import Incident
from core.incidents.steps import Step
from core.integration import Integration

COMPROMISED = "compromised"
"""The verb; its button has an id of its own."""
REPORT = "report_compromised"
REVOKE_LEAKED = "revoke_leaked"
WORK = "incident_work"
USE = "incident_use"
UPDATE = "incident_update"
LEAD = "incident_lead"
CHANGE = "incident_change"
CLOSE = "incident_close"
LIFT = "incident_lift"
KILL = "incident_kill"
FILES = "incident_files"


def report(
    integration: Integration, *, token_id: str = "", source: str = "", leak: str = ""
) -> ButtonElement:
    """`token_id`: the token that was recognised; `source`: the message that showed it, as ``channel ts``.

    `leak`: the report that it was found, by its id.
    """
    value = ":".join((ref(integration), token_id, source, leak))
    return button("Report compromised", REPORT, value, about=integration.name, style="danger")


class Reported(NamedTuple):
    """What the button carries. Anybody may have written it."""

    integration_id: str
    token_id: str
    source: str
    leak: str


def parse_report(value: str) -> Reported:
    integration_id, _, token_id, source, leak = [*value.split(":"), "", "", "", ""][:5]
    return Reported(integration_id, token_id, source, leak)


def revoke_leaked(integration: Integration, leak: str) -> ButtonElement:
    sure = really(
        f"Revoke every token of {integration.name}?",
        "Each is refused from this moment, and an incident opens. Its owner is asked to collect a new token. "
        "This cannot be undone.",
        "Revoke them now",
    )
    about = f"every token of {integration.name}"
    return button("Revoke now", REVOKE_LEAKED, leak, about=about, style="danger", confirm=sure)


def work(incident: Incident, step: Step | None = None) -> ButtonElement:
    value = f"{incident.id}:{step or ''}"
    return button("Work on a step", WORK, value, about=_of(incident), style="primary")


def use(incident: Incident) -> ButtonElement:
    return button("Where was it used", USE, incident.id, about=incident.name)


def update(incident: Incident) -> ButtonElement:
    return button("Give an update", UPDATE, incident.id, about=_of(incident))


def lead(incident: Incident) -> ButtonElement:
    return button("Lead", LEAD, incident.id, about=_of(incident))


def change(incident: Incident) -> ButtonElement:
    return button("Change", CHANGE, incident.id, about=_of(incident))


def close(incident: Incident) -> ButtonElement:
    return button("Close", CLOSE, incident.id, about=_of(incident))


def lift(name: str, value: str) -> ButtonElement:
    """`value`: the integration, as `ref` or by its id alone. A quarantine can outlive its incident."""
    sure = really(
        f"Lift the quarantine of {name}?",
        "Its tokens may do all that its permissions say again, for everybody who holds one. "
        "An incident that is open stays open.",
        "Lift it",
    )
    return button("Lift quarantine", LIFT, value, about=f"of {name}", confirm=sure)


def kill(incident: Incident) -> ButtonElement:
    sure = really(
        f"Kill every token of {incident.name}?",
        "Each is refused from this moment. Its owner is asked to collect a new one. This cannot be undone.",
        "Kill them now",
    )
    about = f"every token of {incident.name}"
    return button("Kill now", KILL, incident.id, about=about, style="danger", confirm=sure)


def files(incident: Incident) -> ButtonElement:
    return button("Report as files", FILES, incident.id, about=_of(incident))


def _of(incident: Incident) -> str:
    return f"of the incident of {incident.name}"
