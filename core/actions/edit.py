"""Change what an integration is called and what it may do. Its token stays."""

from dataclasses import replace

from core.actor import Person, Right
from core.audit import Event
from core.authority import as_shown
from core.changes import Changes
from core.fields import Fields, checked
from core.integration import Integration
from core.intent import Purpose
from core.issuing import changed
from core.notices import Kind, Notice
from core.orphans import given_to
from core.ports import Tools
from core.refusals import NothingChanged


async def preview(tools: Tools, tenant: str, integration_id: str, fields: Fields) -> Changes:
    """What an edit would change. Raises `BadForm`; reads only, and asks nobody's leave."""
    async with tools.store.reading(tenant) as reading:
        integration = await reading.integration(integration_id)
        after = await checked(fields, tools.catalogue, reading, editing=integration)
    return Changes(Fields.of(integration), after)


async def edit(tools: Tools, person: Person, intent_id: str, fields: Fields) -> Integration:
    """Takes effect at the next verification. Raises any `Refused`; then nothing has changed."""
    now = tools.now()
    async with tools.store.transaction(person.tenant) as tx:
        intent = await tx.use_intent(intent_id, person.id, Purpose.EDIT, now)
        integration = await as_shown(tx, person, Right.EDIT, intent.integration_id, intent.generation)
        after = await checked(fields, tools.catalogue, tx, editing=integration)
        changes = Changes(Fields.of(integration), after)
        if not changes.any:
            raise NothingChanged
        if changes.new_owner and after.owner != person.id:
            facts = {"by": person.id}
            notice = Notice(kind=Kind.NOW_YOURS, to=after.owner, integration_id=integration.id, facts=facts)
            await tx.say(notice)
        edited = changed(_with(integration, after), person.id, now)
        return await tx.save(edited, Event.INTEGRATION_EDIT, by=person.id, **changes.details())


def _with(integration: Integration, fields: Fields) -> Integration:
    return replace(
        given_to(integration, fields.owner),
        name=fields.name,
        description=fields.description,
        scopes=fields.scopes,
        backup_owner=fields.backup_owner,
        storage_note=fields.storage_note,
        period=fields.period,
        on_leak=fields.on_leak,
    )
