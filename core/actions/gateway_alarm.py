"""Tell the security channels of its workspaces that a gateway asks about many tokens that are no good."""

from collections.abc import Iterable
from datetime import datetime

from core.gateway import Gateway
from core.notices import Kind, Notice
from core.ports import Tools


async def tell_of_bad_tokens(tools: Tools, gateway: Gateway, tenants: Iterable[str]) -> int:
    """Once an hour, whichever process notices. Returns how many channels will hear of it."""
    asked_about = [tenant for tenant in tenants if gateway.may_ask_about(tenant)]
    return sum([await _tell(tools, gateway, tenant) for tenant in asked_about])


async def _tell(tools: Tools, gateway: Gateway, tenant: str) -> bool:
    once = _this_hour(gateway, tools.now())
    async with tools.store.transaction(tenant) as tx:
        channel = (await tx.workspace()).security_channel
        if channel is None or not await tx.first_time(once):
            return False
        facts = {"gateway": gateway.name}
        notice = Notice(kind=Kind.BAD_TOKENS, to=channel, integration_id="", facts=facts, urgent=True)
        await tx.say(notice)
        return True


def _this_hour(gateway: Gateway, now: datetime) -> str:
    return f"bad tokens {gateway.id} {now:%Y-%m-%dT%H}"
