"""One press on what is said of a leak: all that is known of it is known to its incident, and nobody types."""

from core.actions.compromise import beating
from core.actions.leak import revoke
from core.actor import Person, Right
from core.authority import as_shown
from core.leaks.report import State
from core.ports import Tools
from core.refusals import FormExpired, Refused
from core.responding import Response
from core.token import working


class DeadAlready(Refused):
    code = "dead_already"

    def __init__(self, name: str) -> None:
        super().__init__(f"The leaked token of “{name}” is refused already: there is nothing left to revoke.")


async def revoke_leaked(tools: Tools, person: Person, leak_id: str) -> Response:
    """Raises `FormExpired`, `DeadAlready` where somebody was faster, and what `as_shown` raises."""

    async def once() -> Response:
        now = tools.now()
        async with tools.store.transaction(person.tenant) as tx:
            leak = await tx.leaks.one(leak_id)
            if leak is None:
                raise FormExpired
            integration = await as_shown(tx, person, Right.COMPROMISE, leak.integration_id, None)
            if working(integration.tokens, leak.token_id, now) is None:
                raise DeadAlready(integration.name)
            await tx.leaks.settle(leak, State.REVOKED, by=person.id, now=now)
            return await revoke(tools, tx, integration, leak, by=person.id, lead=person.id)

    return await beating(once)
