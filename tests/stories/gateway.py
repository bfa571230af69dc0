"""A gateway of the office: what third parties send goes through it, and it asks over real HTTP."""

import os
from dataclasses import dataclass
from typing import NamedTuple

import aiohttp

from cli.wiring import product
from core.actions.gateways import add_gateway
from core.gateway import PREFIX
from core.secret import Secret
from tests.api.door import basic
from tests.office import Office

NAME = "edge-eu"


class Caller(NamedTuple):
    address: str
    agent: str


CURL, CRON = Caller("203.0.113.7", "curl/8.5.0"), Caller("198.51.100.20", "billing-cron/2.1 (linux)")
NOBODY = Caller("", "")
"""The gateway does not say who calls."""


@dataclass(frozen=True, slots=True)
class Gateway:
    office: Office
    secret: Secret
    scope: str = "contacts.readonly"
    """The permission that each call needs."""

    async def passes(self, *calls: tuple[str, Caller]) -> list[bool]:
        """Tokens, and who sends them. Whether each is let in; and all of it is written down afterwards."""
        office = self.office
        async with (
            product(office.product.settings, now=office.clock, parts={"api"}) as running,
            aiohttp.ClientSession() as web,
        ):
            return [await self._asks(web, f"{running.api_url}/v1/introspect", *call) for call in calls]

    async def _asks(self, web: aiohttp.ClientSession, url: str, token: str, caller: Caller) -> bool:
        asked = {"token": token, "required_scope": self.scope}
        if caller != NOBODY:
            asked |= {"client_ip": caller.address, "user_agent": caller.agent}
        headers = {"Authorization": basic(NAME, self.secret)}
        async with web.post(url, data=asked, headers=headers) as answer:
            assert answer.status == 200, await answer.text()
            said = await answer.json()
            return said["active"] and self.scope in said["scope"].split()


async def a_gateway(office: Office) -> Gateway:
    secret = Secret.mint(PREFIX, os.urandom)
    await add_gateway(office.product.tools, office.database.gateways, NAME, secret)
    return Gateway(office, secret)
