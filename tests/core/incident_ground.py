"""Incidents to try things on: reported by somebody, with uses of tokens as gateways saw them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from core.actions.compromise import Compromised, compromise
from core.actor import Person
from core.evidence import Caller, UseCount
from core.incidents.facts import Fact
from core.incidents.incident import Incident
from core.incidents.kinds import Severity, Suspect, Way
from core.incidents.steps import Step
from core.integration import Integration
from core.intent import Purpose
from core.ports import Store, Tools, Transaction
from core.refusals import StorageBusy
from core.responding import Call
from tests.core.examples import NOW
from tests.core.ground import ADA, HOME, Ground, Hand

CHANNEL = "C-SECURITY"
ROTATE, REVOKE, QUARANTINE = (Call(way=way) for way in (Way.ROTATE, Way.REVOKE, Way.QUARANTINE))
OLD = Suspect(id="token-1", version=1, last_four="0001", minted_at=NOW)


def an_incident(**changes: Any) -> Incident:
    """Reported by Ada, who leads it; every token was killed."""
    start = Incident(
        id="incident-1",
        tenant="T-HOME",
        integration_id="integration-1",
        name="Billing",
        scopes=frozenset({"invoices.readonly"}),
        severity=Severity.P2,
        way=Way.ROTATE,
        lead="U-ADA",
        opened_at=NOW,
        opened_by="U-ADA",
        card="card-1",
        place=CHANNEL,
    )
    return replace(start.killed(Way.ROTATE, (OLD,), "U-ADA", NOW), **changes)


async def reported(
    ground: Ground,
    integration: Integration,
    call: Call = ROTATE,
    who: Person = ADA,
    *,
    hand: Hand | None = None,
) -> Compromised:
    """With a hand, whoever reports wants the new token."""
    form = await ground.form(who, Purpose.COMPROMISE, integration)
    show = hand.show if hand is not None else None
    return await compromise(ground.tools, who, form, call, holds=hand is not None, show=show)


async def incident_of(ground: Ground, integration: Integration) -> Incident:
    """The newest one that is open, else the newest of all."""
    async with ground.tools.store.reading(HOME) as reading:
        found = [each for each in await reading.incidents.latest() if each.integration_id == integration.id]
        return found[0]


async def use(
    ground: Ground,
    integration: Integration,
    version: int,
    who: Caller,
    at: datetime,
    *,
    refused: bool = False,
) -> None:
    (token,) = [each for each in await ground.tokens(integration) if each.version == version]
    seen = UseCount(
        tenant=HOME,
        integration_id=integration.id,
        token_id=token.id,
        caller=who,
        refused=refused,
        first_at=at,
        last_at=at,
        count=1,
    )
    await ground.database.uses.add([seen])


def why(incident: Incident, step: Step) -> Fact | None:
    """By what a step is evident, or why it is open again."""
    mark = incident.mark(step)
    return mark.fact or mark.turned


class Contested:
    """A store in which others are faster a number of times."""

    def __init__(self, ground: Ground, times: int) -> None:
        self._ground, self._store, self.left = ground, ground.tools.store, times

    def tools(self) -> Tools:
        return replace(self._ground.tools, store=cast("Store", self))

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    @asynccontextmanager
    async def transaction(self, tenant: str) -> AsyncIterator[Transaction]:
        async with self._store.transaction(tenant) as tx:
            yield tx
            if self.left:
                self.left -= 1
                raise StorageBusy
