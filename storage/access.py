"""What a workspace has set, and the roles it has given."""

from dataclasses import asdict

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.actor import Role
from core.overlap import Overlap
from core.workspace import Workspace
from storage.tables import grants, workspaces


async def workspace(connection: AsyncConnection, tenant: str) -> Workspace:
    """Its settings; the defaults if nothing was ever set."""
    row = (await connection.execute(select(workspaces).where(workspaces.c.tenant == tenant))).first()
    if row is None:
        return Workspace(tenant=tenant)
    return Workspace(**{**row._asdict(), "overlap": Overlap(row.overlap)})


async def set_workspace(connection: AsyncConnection, value: Workspace) -> None:
    columns = {**asdict(value), "overlap": value.overlap.value}
    changed = update(workspaces).where(workspaces.c.tenant == value.tenant).values(**columns)
    if (await connection.execute(changed)).rowcount == 0:
        await connection.execute(insert(workspaces).values(**columns))


async def role(connection: AsyncConnection, tenant: str, user: str) -> Role:
    query = select(grants.c.role).where(grants.c.tenant == tenant, grants.c.user == user)
    return Role(await connection.scalar(query) or Role.NONE)


async def grants_of(connection: AsyncConnection, tenant: str) -> list[tuple[str, Role]]:
    query = select(grants).where(grants.c.tenant == tenant).order_by(grants.c.role.desc(), grants.c.user)
    return [(row.user, Role(row.role)) for row in await connection.execute(query)]


async def set_role(connection: AsyncConnection, tenant: str, user: str, value: Role) -> None:
    await connection.execute(delete(grants).where(grants.c.tenant == tenant, grants.c.user == user))
    if value is not Role.NONE:
        row = {"tenant": tenant, "user": user, "role": int(value)}
        await connection.execute(insert(grants).values(**row))
