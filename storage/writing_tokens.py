"""Writing the tokens of an integration that was changed."""

from sqlalchemy import and_, insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.integration import Integration
from core.token import State, Token
from storage.rows import life_columns, token_columns
from storage.tables import tokens

# A state is left before another token enters it: the unique indexes look at every statement.
_LEAVING_FIRST = (State.DEAD, State.RETIRING, State.CURRENT, State.OFFERED)


async def write_tokens(connection: AsyncConnection, integration: Integration) -> None:
    for token in sorted(integration.tokens, key=lambda token: _LEAVING_FIRST.index(token.state)):
        await _write(connection, integration, token)


async def _write(connection: AsyncConnection, integration: Integration, token: Token) -> None:
    row, key = tokens.c, {"tenant": integration.tenant, "integration_id": integration.id}
    # The dead stay dead: a value that was read before a token died cannot bring it back.
    alive = and_(
        row.tenant == integration.tenant,
        row.integration_id == integration.id,
        row.id == token.id,
        row.state != State.DEAD.value,
    )
    changed = update(tokens).where(alive).values(**life_columns(token))
    if (await connection.execute(changed)).rowcount == 0:
        columns = {**token_columns(token), **life_columns(token), **key}
        await connection.execute(insert(tokens).values(**columns))
