"""Tries of dead tokens: by somebody who forgot to change one, or by somebody whom nobody knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.evidence import Caller, Usage, UseCount
from core.token import Reason, Token


@dataclass(frozen=True, slots=True)
class Tried:
    """A token that somebody was refused with."""

    tenant: str
    integration_id: str
    token_id: str


class TryQueue(Protocol):
    async def since(
        self, since: datetime, limit: int, *, after: Tried | None = None, decoys: bool = False
    ) -> Sequence[Tried]:
        """Those that somebody new was refused with since then, in a fixed order, to page through.

        Those of decoys, or all others.
        """
        ...


@dataclass(frozen=True, slots=True)
class Tries:
    """Of one dead token, the latest first."""

    forgetful: tuple[UseCount, ...] = ()
    """By callers that use, or used, this integration."""
    strangers: tuple[UseCount, ...] = ()
    """By callers that never did."""


def tries_of(token: Token, usage: Usage) -> Tries:
    """A caller is known by network and agent, through whichever gateway it comes.

    Where nobody was ever told apart, nobody is a stranger; nor is anybody with a token that is known to have
    leaked: that strangers would try it was to be expected.
    """
    tried = [each for each in usage.refused if each.token_id == token.id and _after_its_end(each, token)]
    known = {_machine(each.caller) for each in usage.counts if not each.refused and each.caller.told}
    if not known or token.reason is Reason.COMPROMISED:
        return Tries(tuple(tried))
    strangers = [each for each in tried if each.caller.told and _machine(each.caller) not in known]
    return Tries(tuple(each for each in tried if each not in strangers), tuple(strangers))


def _after_its_end(each: UseCount, token: Token) -> bool:
    """A token in quarantine is refused too, and lives."""
    return token.ended_at is not None and each.last_at >= token.ended_at


def _machine(caller: Caller) -> tuple[str, str]:
    return caller.network, caller.agent
