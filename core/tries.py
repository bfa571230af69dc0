"""Tries of dead tokens: by somebody who forgot to change one, or by somebody whom nobody knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.evidence import Caller, Usage, UseCount
from core.place import Place


class TryQueue(Protocol):
    async def tried(self, since: datetime, limit: int, *, after: Place | None = None) -> Sequence[Place]:
        """Tokens that somebody was refused with since then, in a fixed order, to page through."""
        ...

    async def decoys(self, since: datetime, limit: int, *, after: Place | None = None) -> Sequence[Place]:
        """Those of decoys, as far as somebody new tried them since then. They are not among the others."""
        ...


@dataclass(frozen=True, slots=True)
class Tries:
    """Of one dead token, the latest first."""

    forgetful: tuple[UseCount, ...] = ()
    """By callers that use, or used, this integration; or of whom nobody can say that."""
    strangers: tuple[UseCount, ...] = ()
    """By callers that never did."""


def tries_of(token_id: str, ended_at: datetime, usage: Usage, *, leaked_at: datetime | None = None) -> Tries:
    """A caller is known by network and agent, through whichever gateway it comes.

    Where nobody was ever told apart, nobody is a stranger; unless the token has leaked: then somebody who was
    never seen is taken for who found it.
    """
    # A token in quarantine is refused too, and lives.
    tried = [each for each in usage.refused if each.token_id == token_id and each.last_at >= ended_at]
    known = _known(token_id, usage, leaked_at)
    if not known and leaked_at is None:
        return Tries(tuple(tried))
    strangers = [each for each in tried if each.caller.told and machine(each.caller) not in known]
    return Tries(tuple(each for each in tried if each not in strangers), tuple(strangers))


def _known(token_id: str, usage: Usage, leaked_at: datetime | None) -> frozenset[tuple[str, str]]:
    """Who was let in. With the very token that leaked, whoever found it was let in, too."""
    let_in = [each for each in usage.counts if not each.refused and each.caller.told]
    return frozenset(
        machine(each.caller)
        for each in let_in
        if leaked_at is None or each.first_at < leaked_at or each.token_id != token_id
    )


def machine(caller: Caller) -> tuple[str, str]:
    return caller.network, caller.agent
