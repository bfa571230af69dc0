"""Out of quarantine again, with one click. Into it: `core.actions.compromise`, with that way."""

from dataclasses import replace

from core.actor import Person, Right
from core.audit import Event
from core.authority import as_shown
from core.incidents.refusals import NotInQuarantine
from core.incidents.said import done_by
from core.incidents.weighing import weigh
from core.integration import Integration
from core.issuing import changed
from core.ports import Tools


async def lift(
    tools: Tools, person: Person, integration_id: str, *, generation: int | None = None
) -> Integration:
    """Everybody may do with its tokens again what its permissions say. Raises `NotInQuarantine`.

    Its incident stays open: somebody has to say why there was no danger, or to kill the tokens.
    """
    now = tools.now()
    async with tools.store.transaction(person.tenant) as tx:
        held = await as_shown(tx, person, Right.COMPROMISE, integration_id, generation)
        if held.quarantine is None:
            raise NotInQuarantine(held.name)
        incident = await tx.incidents.open_for(held.id)
        free = changed(replace(held, quarantine=None), person.id, now)
        about = {"incident": incident.id} if incident is not None else {}
        saved = await tx.save(free, Event.INTEGRATION_LIFT, by=person.id, **about)
        if incident is not None:
            lifted, event = incident.lifted(), Event.INTEGRATION_LIFT
            await tx.say(done_by(lifted, event, person.id, notes_before=len(lifted.notes)))
            await tx.incidents.keep(await weigh(tx, lifted, now))
        return saved
