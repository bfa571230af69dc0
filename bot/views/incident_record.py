"""What became of leaks and incidents, as the audit record has it, in sentences."""

from collections.abc import Callable, Mapping

from bot.text import escape, of, someone
from core.audit import SYSTEM, Entry, Event
from core.incidents.facts import WORDS, Fact
from core.incidents.steps import TITLES, Step
from core.leaks.report import State

STEP_WORDS: Mapping[str, str] = {
    "claimed": "{who} says that it is done: {step}{about}.",
    "unclaimed": "{who} says that it is not done after all: {step}{about}.",
    "assigned": "{who} assigned a step to {to}: {step}{about}.",
    "evident": "It shows that it is done: {step}{about}{why}.",
    "faded": "It does not show any more that it is done: {step}{about}{why}.",
    "turned": "It is open again: {step}{about}{why}.",
}
CHANGE_WORDS: Mapping[str, str] = {
    "lead": "{who} handed {incident} to {to}.",
    "severity": "{who} rated {incident} as {value}.",
    "proposed": "The severity of {incident} rose to {value}, as proposed.",
    "token": "{who} gave {token} itself, which is {value}.",
    "shown": "{who} named the message that showed {token}.",
    "exposure": "{who} noted how far {token} is out: {value}.",
    "personal_data": "{who} noted whether personal data was in reach in {incident}: {value}.",
    "source": "The message that showed {token} was deleted.",
    "use": "{who} read the report of {use}.",
    "suspect": "Another dead token is under suspicion, too{about}: {value}.",
}


def _detail(entry: Entry, key: str) -> str:
    value = entry.details.get(key)
    return "" if value is None else str(value)


def _filled(words: str, entry: Entry, it: str) -> str:
    step, to = _detail(entry, "step"), _detail(entry, "to")
    return words.format(
        who=someone(entry.actor),
        about="" if it == "it" else f" ({it})",
        incident=of("the incident", it),
        token=of("the token", it),
        use=of("the use", it),
        step=f"“{TITLES[Step(step)]}”" if step in set(Step) else "a step",
        to=someone(to) if to else "nobody",
        value=escape(_detail(entry, "value")),
        why=_why(entry),
    )


def _why(entry: Entry) -> str:
    """The evidence, and whose doing it was."""
    fact = _detail(entry, "fact")
    if fact not in set(Fact):
        return ""
    who = ", ".join(filter(None, (_detail(entry, "network"), _detail(entry, "agent"))))
    return f": {WORDS[Fact(fact)]}{f' ({escape(who)})' if who else ''}"


def _step(entry: Entry, it: str) -> str:
    return _filled(STEP_WORDS.get(_detail(entry, "what"), "{who} changed {step}{about}."), entry, it)


def _change(entry: Entry, it: str) -> str:
    unknown = "{who} changed {incident}."
    return _filled(CHANGE_WORDS.get(_detail(entry, "what"), unknown), entry, it)


def _note(entry: Entry, it: str) -> str:
    what = {"link": "a link", "update": "an update"}.get(_detail(entry, "what"), "a note")
    return f"{someone(entry.actor)} added {what} to {of('the incident', it)}."


def _opened(entry: Entry, it: str) -> str:
    """What opens by itself may be about a decoy, or a token that was long dead."""
    severity = escape(_detail(entry, "severity"))
    if entry.actor == SYSTEM:
        return f"{someone(entry.actor)} opened an incident about {it} ({severity})."
    return f"{someone(entry.actor)} reported {of('the compromise', it)} ({severity})."


def _closed(entry: Entry, it: str) -> str:
    early = ", although it was not finished" if _detail(entry, "reason") else ""
    return f"{someone(entry.actor)} closed {of('the incident', it)}{early}."


_OUTCOMES: Mapping[str, str] = {
    State.REVOKED: ": every token was revoked",
    State.ALERTED: ": its people were asked to decide",
    State.HELD: ": it is held until somebody decides",
    State.DEAD: ": that one was dead already",
}


def _leaked(entry: Entry, it: str) -> str:
    outcome = _OUTCOMES.get(_detail(entry, "outcome"), "")
    return f"{someone(entry.actor)} reported {of('the token', it)} as leaked{outcome}."


SENTENCES: Mapping[Event, Callable[[Entry, str], str]] = {
    Event.INTEGRATION_QUARANTINE: lambda entry, it: (
        f"{someone(entry.actor)} put {it} into quarantine: it reads only, for callers that are known."
    ),
    Event.INTEGRATION_LIFT: lambda entry, it: f"{someone(entry.actor)} took {it} out of quarantine.",
    Event.INCIDENT_OPEN: _opened,
    Event.INCIDENT_CONTAIN: lambda entry, it: (
        f"{someone(entry.actor)} reported {of('the compromise', it)} again."
    ),
    Event.INCIDENT_STEP: _step,
    Event.INCIDENT_NOTE: _note,
    Event.INCIDENT_CHANGE: _change,
    Event.INCIDENT_CLOSE: _closed,
    Event.LEAK_REPORT: _leaked,
}
