"""*Close*: what speaks against it, and why it is closed all the same."""

from collections.abc import Iterator

from slack_sdk.models.blocks import Block, PlainTextInputElement
from slack_sdk.models.views import View

from bot.asked import Asked
from bot.blocks import field, modal, prose
from bot.desk import Desk
from bot.incidents.files import share_unasked
from bot.incidents.subject import shown, subject
from bot.incidents.words import place
from bot.screens import Screen, notice
from bot.text import bold, moment
from bot.views.paragraphs import paragraphs
from core.actions.close import close
from core.incidents.evidence import contradicted
from core.incidents.facts import WORDS, Finding
from core.incidents.incident import Incident
from core.incidents.kinds import PersonalData
from core.incidents.steps import Step, numbered
from core.incidents.weighing import evidence
from core.incidents.words import LONGEST, tidied
from core.refusals import BadField

FORM = "incident_close"
TITLE = "Close"
DOING = "Closing it, and writing the report."
AGAINST, OPEN = ":warning: The evidence speaks against it", ":white_large_square:"


async def draw(desk: Desk, asked: Asked, screen: Screen) -> None:
    _, incident = await subject(desk, asked, asked.value)
    await screen.show(form(incident, await _against(desk, incident)))


async def _against(desk: Desk, incident: Incident) -> dict[Step, str]:
    """Each step that is not over, and why; those that the evidence speaks against first."""
    now = desk.tools.now()
    async with desk.tools.store.reading(desk.tenant) as reading:
        found = await evidence(reading, incident, now)
    weighed = incident.weighed(found, now)
    against = {step: _why(found[step]) for step in contradicted(weighed, found)}
    return against | {step: OPEN for step in weighed.unfinished if step not in against}


def _why(finding: Finding) -> str:
    at = f", {moment(finding.at)}" if finding.at is not None else ""
    return f"{AGAINST}: {WORDS[finding.fact]}{at}"


def form(incident: Incident, against: dict[Step, str]) -> View:
    reason = PlainTextInputElement(action_id="reason", multiline=True, max_length=LONGEST)
    hint = "It stands in the report."
    blocks: list[Block] = [prose(_told(incident, against))]
    if against:
        blocks += paragraphs(_lines(against))
        blocks.append(field("reason", "Why is it closed all the same?", reason, hint=hint))
    return modal(TITLE, blocks, callback_id=FORM, submit="Close it", close="Cancel", metadata=incident.id)


def _lines(against: dict[Step, str]) -> list[str]:
    turned = [f"{why}: *{numbered(step)}*" for step, why in against.items() if why != OPEN]
    left = [f"{OPEN} {numbered(step)}" for step, why in against.items() if why == OPEN]
    return [*turned, *(["*Still to do*", *left] if left else [])]


def _told(incident: Incident, against: dict[Step, str]) -> str:
    report = " ".join(["Closing writes the report and plans the review.", *_goes_on(incident)])
    if against:
        return f"*The incident of* {bold(incident.name)} *is not over.* {report}"
    done = f"Every step of the incident of {bold(incident.name)} is done, and nothing speaks against it."
    return f"{done} {report}"


def _goes_on(incident: Incident) -> Iterator[str]:
    """What does not end with it."""
    if (
        incident.personal_data is PersonalData.YES
        and not incident.mark(Step.DATA).done
        and not incident.drill
    ):
        yield f"“{numbered(Step.DATA)}” is open: the 72 hours go on until they are over."
    if incident.quarantined_at is not None:
        yield "The quarantine stays until somebody lifts it on *Show*."


async def check(desk: Desk, asked: Asked) -> None:
    """Something may have turned since the form was opened, which then had no place for a reason."""
    against = await _against(desk, await shown(desk, asked))
    if against and "reason" in asked.filled_in and not _reason(asked):
        raise BadField("reason", "Please say why.")


async def submit(desk: Desk, asked: Asked, screen: Screen) -> None:
    who, incident = await subject(desk, asked)
    done = await close(desk.tools, who, incident.id, reason=_reason(asked))
    review = f" The review is due {moment(done.review_at)}." if done.review_at is not None else ""
    words = f"The incident of {bold(done.name)} is closed. Its report {place(done)}.{review}"
    await screen.done(notice(TITLE, words))
    await share_unasked(desk, who, done.id)


def _reason(asked: Asked) -> str:
    return tidied(asked.filled_in.get("reason") or "")
