"""What a workspace sets for itself."""

from dataclasses import fields, replace

from core.actor import Person, Right
from core.audit import Detail
from core.authority import allowed
from core.intent import Purpose
from core.ports import Tools
from core.quiet import is_time_zone
from core.refusals import BadField, NothingChanged
from core.workspace import Workspace


async def workspace_settings(tools: Tools, person: Person) -> Workspace:
    async with tools.store.reading(person.tenant) as reading:
        await allowed(reading, person, Right.SETTINGS)
        return await reading.workspace()


async def change_settings(tools: Tools, person: Person, intent_id: str, wanted: Workspace) -> Workspace:
    """Who holds which role is another matter, and stays as it is.

    Raises `NothingChanged`, `BadField` for a time zone nobody knows, and other refusals.
    """
    if not is_time_zone(wanted.time_zone):
        raise BadField("time_zone", f"There is no time zone called “{wanted.time_zone}”.")
    async with tools.store.transaction(person.tenant) as tx:
        await allowed(tx, person, Right.SETTINGS)
        await tx.use_intent(intent_id, person.id, Purpose.SETTINGS, tools.now())
        before = await tx.workspace()
        wanted = replace(wanted, admins_by_default=before.admins_by_default)
        details = _differences(before, wanted)
        if not details:
            raise NothingChanged
        await tx.set_workspace(wanted, by=person.id, **details)
        return wanted


def _differences(before: Workspace, after: Workspace) -> dict[str, Detail]:
    changed = [
        field.name for field in fields(Workspace) if getattr(before, field.name) != getattr(after, field.name)
    ]
    return {name: str(getattr(after, name)) for name in changed}
