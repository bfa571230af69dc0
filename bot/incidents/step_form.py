"""*Work on a step*: say that it is done, or not after all; assign it, note something about it, add a link."""

from slack_sdk.models.blocks import (
    Block,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
    StaticSelectElement,
    UserSelectElement,
)
from slack_sdk.models.views import View

from bot.asked import Asked, parse_pair
from bot.blocks import field, modal, option, plain
from bot.desk import Desk
from bot.incidents.fields import line
from bot.incidents.subject import shown, subject
from bot.people import colleagues
from bot.screens import Screen, notice
from bot.text import escape
from core.actions.steps import What, work_on
from core.incidents.incident import Incident
from core.incidents.refusals import NotThatStep
from core.incidents.steps import State, Step, numbered
from core.incidents.words import LONGEST
from core.incidents.words import link as checked_link
from core.refusals import BadField, FormExpired

FORM = "incident_step"
TITLE = "Work on a step"
DOING = "Writing it down."
CHOICES = {
    What.DONE: "It is done",
    What.NOT_DONE: "It is not done after all",
    What.AS_IT_IS: "Leave that as it is",
}
STATES = {State.OPEN: "open", State.CLAIMED: "said to be done", State.EVIDENT: "done, by evidence"}


async def draw(desk: Desk, asked: Asked, screen: Screen) -> None:
    incident_id, wanted = parse_pair(asked.value)
    _, incident = await subject(desk, asked, incident_id)
    await screen.show(form(incident, Step(wanted) if wanted in set(incident.steps) else _next(incident)))


def _next(incident: Incident) -> Step:
    return next(iter(incident.unfinished), incident.steps[0])


def form(incident: Incident, step: Step) -> View:
    words = PlainTextInputElement(action_id="note", multiline=True, max_length=LONGEST)
    blocks: list[Block] = [
        field("step", "Step", _steps(incident, step)),
        field("what", "How is it?", _choices()),
        field("assignee", "Who is to do it?", UserSelectElement(action_id="assignee"), optional=True),
        field("note", "Note", words, optional=True, hint="It stands in the report. Never a token."),
        field("link", "Link", line("link", placeholder="https://"), optional=True),
    ]
    return modal(TITLE, blocks, callback_id=FORM, submit="Save", close="Cancel", metadata=incident.id)


def _steps(incident: Incident, chosen: Step) -> StaticSelectElement:
    options: dict[Step, Option] = {
        step: option(numbered(step), step, STATES[incident.mark(step).state]) for step in incident.steps
    }
    return StaticSelectElement(
        action_id="step",
        placeholder=plain("Step"),
        options=list(options.values()),
        initial_option=options[chosen],
    )


def _choices() -> RadioButtonsElement:
    options = [option(text, value) for value, text in CHOICES.items()]
    return RadioButtonsElement(action_id="what", options=options, initial_option=options[0])


async def check(desk: Desk, asked: Asked) -> None:
    """As much as can be told before it is done."""
    incident, (step, what), filled = await shown(desk, asked), _said(asked), asked.filled_in
    if step not in incident.steps:
        raise NotThatStep(step)
    if what is What.DONE and incident.mark(step).done:
        raise BadField("what", "That step is done already.")
    if filled.get("link"):
        checked_link(filled["link"])
        if not filled.get("note"):
            raise BadField("note", "Please say what the link leads to.")
    if what is What.AS_IT_IS and not (filled.get("assignee") or filled.get("note")):
        raise BadField("what", "Then please assign it or note something.")


async def submit(desk: Desk, asked: Asked, screen: Screen) -> None:
    (step, what), filled = _said(asked), asked.filled_in
    assignee, text, link = (filled.get(each) or "" for each in ("assignee", "note", "link"))
    who, incident = await subject(desk, asked)
    if assignee:
        await colleagues(desk, assignee)
    await work_on(desk.tools, who, incident.id, step, what, assignee=assignee, text=text, link=link)
    await screen.done(notice(TITLE, f"“{escape(numbered(step))}”: it is written down."))


def _said(asked: Asked) -> tuple[Step, What]:
    try:
        return Step(str(asked.filled_in.get("step"))), What(str(asked.filled_in.get("what")))
    except ValueError as forged:
        raise FormExpired from forged
