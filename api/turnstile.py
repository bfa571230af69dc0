"""So many from one address, and so many from all together: for doors that are open to anybody."""

from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address

from api.bucket import Bucket

ROOM = 10_000
"""Addresses that are told apart."""
_V6 = 64
"""Whoever has one IPv6 address has so many bits more of them."""


@dataclass(frozen=True, slots=True)
class Pace:
    rate: float
    """A second."""
    burst: float

    def bucket(self) -> Bucket:
        return Bucket(self.rate, self.burst)


class Turnstile:
    def __init__(self, *, each: Pace, overall: Pace) -> None:
        self._each, self._overall = each, overall.bucket()
        self._buckets: dict[str, Bucket] = {}

    def lets_in(self, address: str, now: float) -> bool:
        """One after the other: who is stopped at the first gate takes nobody's place at the second."""
        return self._bucket(_who(address)).take(now) and self._overall.take(now)

    def _bucket(self, who: str) -> Bucket:
        bucket = self._buckets.pop(who, None) or self._each.bucket()
        if len(self._buckets) >= ROOM:
            del self._buckets[next(iter(self._buckets))]  # who was not seen for longest
        self._buckets[who] = bucket
        return bucket


def _who(address: str) -> str:
    try:
        ip = ip_address(address)
    except ValueError:
        return ""
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is None:
        return str(IPv6Network((int(ip), _V6), strict=False))
    return str(ip)
