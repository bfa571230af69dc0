"""Add a gateway, give it a new secret, remove it: the operator's work, on record in the service's own chain.

Whoever calls these mints the secret, and shows it once.
"""

from collections.abc import Iterable
from datetime import timedelta

from core.audit import OPERATOR, Event
from core.gateway import EVERY_TENANT, Credential, Gateway, gateway_name
from core.ports import Tools
from core.secret import Secret
from core.verification_ports import GatewayChange, Gateways


async def add_gateway(
    tools: Tools,
    gateways: Gateways,
    name: str,
    secret: Secret,
    *,
    tenants: Iterable[str] = (EVERY_TENANT,),
    by: str = OPERATOR,
) -> Gateway:
    """Raises `BadField` for a name that is taken or cannot be one."""
    async with gateways.changing() as change:
        gateway = Gateway(
            id=tools.new_id(),
            name=gateway_name(name),
            tenants=frozenset(tenants),
            credentials=(await _credential(tools, change, secret),),
            created_at=tools.now(),
        )
        await change.add(gateway, by=by, tenants=sorted(gateway.tenants))
        return gateway


async def rotate_gateway(
    tools: Tools,
    gateways: Gateways,
    name: str,
    secret: Secret,
    *,
    overlap: timedelta,
    by: str = OPERATOR,
) -> Gateway:
    """The secrets before this one work for `overlap` more. Raises `UnknownGateway`."""
    async with gateways.changing() as change:
        gateway = await change.named(name)
        credential = await _credential(tools, change, secret)
        rotated = gateway.rotate(credential, overlap, tools.now())
        seconds = overlap // timedelta(seconds=1)
        await change.save(rotated, Event.GATEWAY_ROTATE, by=by, overlap_seconds=seconds)
        return rotated


async def remove_gateway(tools: Tools, gateways: Gateways, name: str, *, by: str = OPERATOR) -> Gateway:
    """From now on it is refused. Raises `UnknownGateway`."""
    async with gateways.changing() as change:
        removed = (await change.named(name)).remove(tools.now())
        await change.save(removed, Event.GATEWAY_REMOVE, by=by)
        return removed


async def _credential(tools: Tools, change: GatewayChange, secret: Secret) -> Credential:
    fingerprint = await change.fingerprint(secret)
    return Credential(id=tools.new_id(), fingerprint=fingerprint, made_at=tools.now())
