"""Create an integration and its first token."""

from core.actor import Person, Right
from core.authority import allowed
from core.fields import Fields, checked
from core.integration import Integration
from core.intent import Purpose
from core.issuing import Issued, deliver, issue
from core.notices import Kind, Notice
from core.overlap import Overlap
from core.ports import Show, Tools


async def create(
    tools: Tools, person: Person, intent_id: str, fields: Fields, *, recipient: str, show: Show | None
) -> Issued:
    """`show` puts the token before `person`; without it, or for another recipient, a hand-over waits.

    Raises any `Refused`; then nothing was created.
    """
    now = tools.now()
    async with tools.store.transaction(person.tenant) as tx:
        await allowed(tx, person, Right.CREATE)
        await tx.use_intent(intent_id, person.id, Purpose.CREATE, now)
        right = await checked(fields, tools.catalogue, tx)
        bare = _bare(tools, person, right)
        here = show is not None and recipient == person.id
        issued = await issue(
            tools, tx, bare, by=person.id, recipient=recipient, overlap=Overlap.AT_ONCE, here=here
        )
        await tx.add(
            issued.integration,
            by=person.id,
            scopes=sorted(right.scopes),
            owner=right.owner,
            recipient=recipient,
            days=right.period.days,
            **({"decoy": True} if right.planted else {}),
        )
        if right.owner not in {person.id, recipient}:
            facts = {"by": person.id}
            await tx.say(Notice(kind=Kind.NOW_YOURS, to=right.owner, integration_id=bare.id, facts=facts))
    return await deliver(tools, issued, show)


def _bare(tools: Tools, person: Person, fields: Fields) -> Integration:
    now = tools.now()
    return Integration(
        id=tools.new_id(),
        tenant=person.tenant,
        name=fields.name,
        description=fields.description,
        scopes=fields.scopes,
        owner=fields.owner,
        backup_owner=fields.backup_owner,
        storage_note=fields.storage_note,
        period=fields.period,
        on_leak=fields.on_leak,
        planted=fields.planted,
        created_at=now,
        created_by=person.id,
        changed_at=now,
        changed_by=person.id,
    )
