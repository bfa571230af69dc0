"""Access: who may do what."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.actor import Person, Right, Role
from core.authority import allowed
from core.ports import Tools
from core.refusals import LastAdmin
from core.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Access:
    workspace: Workspace
    grants: Sequence[tuple[str, Role]]


async def access(tools: Tools, person: Person) -> Access:
    async with tools.store.reading(person.tenant) as reading:
        await allowed(reading, person, Right.GRANT)
        return Access(await reading.workspace(), await reading.grants())


async def grant(tools: Tools, person: Person, user: str, role: Role) -> None:
    """Give `user` a role, or take it away with `Role.NONE`. Raises `LastAdmin` and other refusals."""
    async with tools.store.transaction(person.tenant) as tx:
        await allowed(tx, person, Right.GRANT)
        workspace = await tx.workspace()
        others = [granted for other, granted in await tx.grants() if other != user]
        if role is not Role.ADMIN and not workspace.admins_by_default and Role.ADMIN not in others:
            raise LastAdmin
        if await tx.role(user) is not role:
            await tx.set_role(user, role, by=person.id)


async def admins_by_default(tools: Tools, person: Person, *, on: bool) -> None:
    """Whether Slack's admins hold the admin role without being granted it."""
    async with tools.store.transaction(person.tenant) as tx:
        await allowed(tx, person, Right.GRANT)
        workspace = await tx.workspace()
        if not on and Role.ADMIN not in [role for _, role in await tx.grants()]:
            raise LastAdmin
        if workspace.admins_by_default is not on:
            changed = replace(workspace, admins_by_default=on)
            await tx.set_workspace(changed, by=person.id, admins_by_default=on)
