"""New ids: unique without asking anybody, and sorted by time (UUID version 7, RFC 9562)."""

import secrets
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

VERSION, VARIANT = 7, 0b10


def time_ordered(now: Callable[[], datetime]) -> Callable[[], str]:
    def new_id() -> str:
        milliseconds = int(now().timestamp() * 1000)
        value = milliseconds << 80 | VERSION << 76 | secrets.randbits(12) << 64
        return str(UUID(int=value | VARIANT << 62 | secrets.randbits(62)))

    return new_id
