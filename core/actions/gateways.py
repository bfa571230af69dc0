"""Add a gateway, give it a new secret, limit it, remove it: the operator's work, on the service's own record.

Whoever calls these mints the secret, and shows it once.
"""

from collections.abc import Iterable
from datetime import timedelta

from core.audit import OPERATOR, Detail, Event
from core.gateway import EVERY_TENANT, Credential, Gateway, gateway_name, gateway_rate
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
    rate: int | None = None,
    by: str = OPERATOR,
) -> Gateway:
    """Raises `BadField` for a name that is taken or cannot be one, and for a rate that cannot be one."""
    async with gateways.changing() as change:
        gateway = Gateway(
            id=tools.new_id(),
            name=gateway_name(name),
            tenants=frozenset(tenants),
            credentials=(await _credential(tools, change, secret),),
            created_at=tools.now(),
            rate=gateway_rate(rate),
        )
        await change.add(gateway, by=by, tenants=sorted(gateway.tenants), **_on_record(gateway))
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


async def limit_gateway(gateways: Gateways, name: str, rate: int | None, *, by: str = OPERATOR) -> Gateway:
    """None: the usual limit. Raises `BadField` or `UnknownGateway`."""
    async with gateways.changing() as change:
        limited = (await change.named(name)).limit(rate)
        await change.save(limited, Event.GATEWAY_LIMIT, by=by, **_on_record(limited))
        return limited


async def remove_gateway(tools: Tools, gateways: Gateways, name: str, *, by: str = OPERATOR) -> Gateway:
    """From now on it is refused. Raises `UnknownGateway`."""
    async with gateways.changing() as change:
        removed = (await change.named(name)).remove(tools.now())
        await change.save(removed, Event.GATEWAY_REMOVE, by=by)
        return removed


def _on_record(gateway: Gateway) -> dict[str, Detail]:
    return {} if gateway.rate is None else {"rate": gateway.rate}


async def _credential(tools: Tools, change: GatewayChange, secret: Secret) -> Credential:
    fingerprint = await change.fingerprint(secret)
    return Credential(id=tools.new_id(), fingerprint=fingerprint, made_at=tools.now())
