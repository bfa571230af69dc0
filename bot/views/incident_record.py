"""What became of incidents, as the audit record has it, in sentences."""

from collections.abc import Callable, Mapping

from bot.text import escape, someone
from core.audit import Entry, Event
from core.incidents.steps import TITLES, Step

STEP_WORDS: Mapping[str, str] = {
    "claimed": "{who} says that it is done: {step} ({it}).",
    "unclaimed": "{who} says that it is not done after all: {step} ({it}).",
    "assigned": "{who} assigned a step to {to}: {step} ({it}).",
    "evident": "It shows that it is done: {step} ({it}).",
    "turned": "It is open again: {step} ({it}).",
}
CHANGE_WORDS: Mapping[str, str] = {
    "lead": "{who} handed the incident of {it} to {to}.",
    "severity": "{who} rated the incident of {it} as {value}.",
    "exposure": "{who} noted how far the token of {it} is out: {value}.",
    "personal_data": "{who} noted whether personal data was in reach in the incident of {it}: {value}.",
    "source": "The message that showed a token of {it} was deleted.",
    "use": "{who} read the report of the use of {it}.",
}


def _detail(entry: Entry, key: str) -> str:
    value = entry.details.get(key)
    return "" if value is None else str(value)


def _filled(words: str, entry: Entry, it: str) -> str:
    step, to = _detail(entry, "step"), _detail(entry, "to")
    return words.format(
        who=someone(entry.actor),
        it=it,
        step=f"“{TITLES[Step(step)]}”" if step in set(Step) else "a step",
        to=someone(to) if to else "nobody",
        value=escape(_detail(entry, "value")),
    )


def _step(entry: Entry, it: str) -> str:
    return _filled(STEP_WORDS.get(_detail(entry, "what"), "{who} changed {step} ({it})."), entry, it)


def _change(entry: Entry, it: str) -> str:
    unknown = "{who} changed the incident of {it}."
    return _filled(CHANGE_WORDS.get(_detail(entry, "what"), unknown), entry, it)


def _note(entry: Entry, it: str) -> str:
    what = {"link": "a link", "update": "an update"}.get(_detail(entry, "what"), "a note")
    return f"{someone(entry.actor)} added {what} to the incident of {it}."


def _closed(entry: Entry, it: str) -> str:
    early = ", although it was not finished" if _detail(entry, "reason") else ""
    return f"{someone(entry.actor)} closed the incident of {it}{early}."


SENTENCES: Mapping[Event, Callable[[Entry, str], str]] = {
    Event.INTEGRATION_QUARANTINE: lambda entry, it: (
        f"{someone(entry.actor)} put {it} into quarantine: it reads only, for callers that are known."
    ),
    Event.INTEGRATION_LIFT: lambda entry, it: f"{someone(entry.actor)} took {it} out of quarantine.",
    Event.INCIDENT_OPEN: lambda entry, it: (
        f"{someone(entry.actor)} reported a compromise of {it} ({escape(_detail(entry, 'severity'))})."
    ),
    Event.INCIDENT_CONTAIN: lambda entry, it: (
        f"{someone(entry.actor)} reported the compromise of {it} again."
    ),
    Event.INCIDENT_STEP: _step,
    Event.INCIDENT_NOTE: _note,
    Event.INCIDENT_CHANGE: _change,
    Event.INCIDENT_CLOSE: _closed,
}
