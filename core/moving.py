"""Whether the third party has moved to the new token, as far as the evidence goes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.evidence import Usage, UseCount
from core.integration import Integration
from core.token import Token

SETTLED = timedelta(minutes=1)
"""Longer than any use takes from the request to the database."""


@dataclass(frozen=True, slots=True)
class HoldOuts:
    """Who still uses the old token."""

    still: tuple[UseCount, ...]
    callers: int
    """How many ever used the old one."""
    new_in_use: bool

    @property
    def moved(self) -> bool:
        """Whether the old token may end."""
        return self.new_in_use and not self.still


def moved(usage: Usage, *, old: str, new: str, quiet: timedelta, now: datetime) -> HoldOuts:
    """A caller has moved when it was seen with the new token and not with the old one since, or is silent."""
    with_old, with_new = usage.of(old), usage.of(new)
    first_with_new = {each.caller: each.first_at for each in with_new if each.caller.told}
    still = tuple(
        each
        for each in with_old
        if each.last_at > now - quiet and not _gone(each, first_with_new.get(each.caller), now)
    )
    return HoldOuts(still, len(with_old), bool(with_new))


def _gone(with_old: UseCount, first_with_new: datetime | None, now: datetime) -> bool:
    """Seen with the new token, and not with the old one for as long as makes a difference to this caller.

    Two machines may look like one caller: while only one of them has moved, the other shows within twice the
    longest pause they ever made together, even if one use was lost in a crash.
    """
    silent_since = now - SETTLED - 2 * with_old.longest_pause
    return first_with_new is not None and with_old.last_at <= min(first_with_new, silent_since)


def used(token: Token, usage: Usage) -> bool:
    """Whether anybody ever worked with it, by what was written down at its first use or since."""
    return token.first_used_at is not None or bool(usage.of(token.id))


def in_use(integration: Integration, usage: Usage) -> bool:
    """Whether anybody would be refused if its tokens ended."""
    return any(used(token, usage) for token in integration.tokens)


def hold_outs(integration: Integration, usage: Usage, now: datetime) -> HoldOuts | None:
    """Who still uses the old token; None while no overlap is running."""
    old, new = integration.retiring(now), integration.current
    if old is None or new is None:
        return None
    return moved(usage, old=old.id, new=new.id, quiet=integration.quiet, now=now)
