"""What a workspace sets for itself."""

from dataclasses import fields, replace
from datetime import time, timedelta

from core.actor import Person, Right
from core.audit import Detail, Event
from core.authority import allowed
from core.intent import Purpose
from core.ports import Reading, Tools
from core.quiet import is_time_zone
from core.refusals import BadField, FormExpired, NothingChanged, Overtaken
from core.workspace import Workspace


async def workspace_settings(tools: Tools, person: Person) -> Workspace:
    async with tools.store.reading(person.tenant) as reading:
        await allowed(reading, person, Right.SETTINGS)
        return await reading.workspace()


def as_shown(workspace: Workspace) -> dict[str, str]:
    """What a form shows, for the draft of its intent: so that it is seen who was faster."""
    return {name: _text(getattr(workspace, name)) for name in _SET_HERE}


async def change_settings(tools: Tools, person: Person, intent_id: str, wanted: Workspace) -> Workspace:
    """Who holds which role is another matter, and stays as it is.

    Raises `NothingChanged`, `Overtaken`, `BadField` for a time zone nobody knows, and other refusals.
    """
    if not is_time_zone(wanted.time_zone):
        raise BadField("time_zone", f"There is no time zone called “{wanted.time_zone}”.")
    async with tools.store.transaction(person.tenant) as tx:
        await allowed(tx, person, Right.SETTINGS)
        intent = await tx.use_intent(intent_id, person.id, Purpose.SETTINGS, tools.now())
        before = await tx.workspace()
        if intent.draft != as_shown(before):
            await _say_who_was_faster(tx)
        wanted = replace(wanted, admins_by_default=before.admins_by_default)
        details = _differences(before, wanted)
        if not details:
            raise NothingChanged
        await tx.set_workspace(wanted, by=person.id, **details)
        return wanted


_SET_HERE = [field.name for field in fields(Workspace) if field.name not in {"tenant", "admins_by_default"}]


def _text(value: object) -> str:
    """As people read it in the record."""
    match value:
        case bool():
            return "on" if value else "off"
        case timedelta():
            return f"{value.days} days"
        case time():
            return value.strftime("%H:%M")
        case _:
            return str(value)


def _differences(before: Workspace, after: Workspace) -> dict[str, Detail]:
    old, new = as_shown(before), as_shown(after)
    return {name: new[name] for name in _SET_HERE if new[name] != old[name]}


async def _say_who_was_faster(reading: Reading) -> None:
    for entry in await reading.audit(subject=""):
        if entry.event is Event.SETTINGS_CHANGE and not entry.details.keys().isdisjoint(_SET_HERE):
            raise Overtaken("the settings", entry.actor, entry.at)
    raise FormExpired
