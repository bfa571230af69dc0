"""What whoever reported a compromise reads when it is done."""

from slack_sdk.models.views import View

from bot.blocks import actions, modal, prose, small
from bot.incidents import buttons
from bot.incidents.report_form import TITLE
from bot.incidents.words import place
from bot.text import bold, someone
from core.actions.compromise import Compromised
from core.incidents.incident import Incident
from core.incidents.kinds import Way
from core.responding import Response

EVIDENCE = "What shows that it is over, such as the first refusal, is ticked by itself."


def done_view(done: Compromised, way: Way, who: str) -> View:
    incident = done.response.incident
    blocks = [
        prose(f":white_check_mark: {_became_of_it(done, way, who)}"),
        prose(_incident(incident, who, joined=done.response.joined)),
        actions(buttons.work(incident), buttons.use(incident)),
        small(EVIDENCE),
    ]
    return modal(TITLE, blocks)


def done_words(response: Response, who: str) -> str:
    """The same in a message, where nobody could choose a way."""
    done, incident = Compromised(response), response.incident
    way = Way.REVOKE if response.integration.decoy else Way.ROTATE
    told = _incident(incident, who, joined=response.joined)
    return f":white_check_mark: {_became_of_it(done, way, who)} {told}"


def _became_of_it(done: Compromised, way: Way, who: str) -> str:
    name = bold(done.response.integration.name)
    if way is Way.QUARANTINE:
        return f"{name} is in quarantine: its tokens read, for callers that are known, and nothing else."
    told = f"Every token of {name} is refused from now on."
    return f"{told} {_new_one(done, who)}" if way is Way.ROTATE else told


def _new_one(done: Compromised, who: str) -> str:
    integration = done.issued.integration if done.issued is not None else done.response.integration
    waiting = integration.handover
    if waiting is None:
        return "The new one was shown to you where you typed the command. Press *I saved it* there."
    gets = "You get" if waiting.recipient == who else f"{someone(waiting.recipient)} gets"
    return f"{gets} a direct message with *Show token*; the new one is made when it is pressed."


def _incident(incident: Incident, who: str, *, joined: bool) -> str:
    told = "It is part of the incident that was open already" if joined else "An incident is open"
    led = "you lead it" if incident.lead == who else f"{_leads(incident)} it"
    return f"{told}: {incident.severity}, and {led}. Its checklist {place(incident, there=joined)}."


def _leads(incident: Incident) -> str:
    return f"{someone(incident.lead)} leads" if incident.lead else "nobody leads"
