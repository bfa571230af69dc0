"""How often somebody may ask whose token something is: enough for an emergency, too little for a program."""

from datetime import datetime, timedelta

from core.ports import Transaction
from core.refusals import Refused

MOST = 20
WITHIN = timedelta(minutes=10)


class AskedTooOften(Refused):
    code = "asked_too_often"

    def __init__(self) -> None:
        minutes = int(WITHIN.total_seconds() // 60)
        super().__init__(
            f"You have asked {MOST} times within {minutes} minutes. Please wait a little. "
            "If many tokens have leaked, tell your security team: a program can report them (POST /v1/leaks)."
        )


async def may_ask(tx: Transaction, user: str, now: datetime) -> None:
    """Counts the question. Raises `AskedTooOften`."""
    window = int(now.timestamp() // WITHIN.total_seconds())
    for number in range(MOST):
        if await tx.first_time(f"asked {user} {window} {number}"):
            return
    raise AskedTooOften
