"""The one question every action asks first, inside the transaction that acts."""

from core.actor import SWITCHED_OFF_ALLOWS, Person, Right, Role, demand, looks_after, role_of
from core.audit import Event
from core.decoy import may_be_done_to
from core.integration import Integration
from core.ports import Reading
from core.refusals import NotAMember, Overtaken, SwitchedOff, UnknownIntegration
from core.workspace import Workspace


async def role_now(reading: Reading, person: Person) -> Role:
    return role_of(person, await reading.role(person.id), await reading.workspace())


async def allowed(
    reading: Reading, person: Person, right: Right, integration: Integration | None = None
) -> None:
    """Raise `NotAMember`, `NotAllowed` or `SwitchedOff` unless `person` may do this now.

    Whoever may not even see an integration learns nothing of it: for them it does not exist.
    """
    workspace = await reading.workspace()
    role = role_of(person, await reading.role(person.id), workspace)
    if integration is not None and person.is_full_member and role is Role.NONE:
        _must_know(person, integration)
    demand(person, right, role, integration)
    if integration is not None:
        may_be_done_to(integration, right)
    if right not in SWITCHED_OFF_ALLOWS:
        _must_be_on(workspace)


async def switched_on(reading: Reading) -> None:
    """Raise `SwitchedOff` while the feature is off for the workspace."""
    _must_be_on(await reading.workspace())


def _must_be_on(workspace: Workspace) -> None:
    if not workspace.enabled:
        raise SwitchedOff


def _must_know(person: Person, integration: Integration) -> None:
    """Its owner does, its backup owner, and whoever receives its token: they have been told its name."""
    recipients = {token.recipient for token in integration.tokens}
    if integration.handover is not None:
        recipients.add(integration.handover.recipient)
    if person.id not in recipients and not looks_after(person.id, integration):
        raise UnknownIntegration


async def is_recipient(reading: Reading, person: Person, integration_id: str, token_id: str) -> bool:
    """Whether a token was minted for them, also if it is dead by now."""
    tokens = await reading.tokens(integration_id)
    return any(token.id == token_id and token.recipient == person.id for token in tokens)


async def may_receive(reading: Reading, person: Person, integration_id: str) -> None:
    """For those who only receive a token: no role is needed, but membership, and the feature switched on.

    While an incident is open, the switch is no bar: its tokens were killed all the same.
    """
    if not person.is_full_member:
        raise NotAMember
    if await reading.incidents.open_for(integration_id) is None:
        await switched_on(reading)


async def as_shown(
    reading: Reading, person: Person, right: Right, integration_id: str | None, generation: int | None
) -> Integration:
    """What a form or a button is about, if `person` may do this now and it is still as they were shown it.

    Whoever comes too late is told who was faster, also if that was a deletion. Rights are asked for first:
    somebody who may no longer see it hears nothing of what became of it.
    """
    try:
        integration = await reading.integration(integration_id or "")
    except UnknownIntegration:
        await _say_who_deleted(reading, person, integration_id)
        raise
    await allowed(reading, person, right, integration)
    if generation is not None and generation != integration.generation:
        raise Overtaken(integration.name, integration.changed_by, integration.changed_at)
    return integration


async def _say_who_deleted(reading: Reading, person: Person, integration_id: str | None) -> None:
    """Raise `Overtaken` for those who could see it, if it was here once."""
    if not integration_id or await role_now(reading, person) is Role.NONE:
        return
    for entry in await reading.audit(subject=integration_id, limit=1):
        if entry.event is Event.INTEGRATION_DELETE:
            raise Overtaken(entry.subject_name, entry.actor, entry.at)
