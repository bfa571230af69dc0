"""Uses of one token by one caller, while they are being added up."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

from core.evidence import Caller, Use, UseCount

SCOPES = 50
"""Permissions that are remembered of one caller between two flushes; a gateway may ask for any name."""
_NONE, _SECOND = timedelta(), timedelta(seconds=1)


class Tally:
    __slots__ = ("first_at", "integration_id", "last_at", "longest_pause", "number", "scopes")

    def __init__(self, use: Use) -> None:
        self.integration_id = use.integration_id
        self.first_at = self.last_at = use.at
        self.longest_pause = _NONE
        self.number = 0
        self.scopes: dict[str, datetime] = {}

    def add(self, use: Use) -> None:
        self.number += 1
        self._until(use.at)
        if use.scopes:
            self._asked_for((scope, use.at) for scope in use.scopes)

    def go_on(self, later: Self) -> None:
        """With what came after it."""
        self.number += later.number
        self.longest_pause = max(self.longest_pause, later.longest_pause)
        self._until(later.first_at)
        self.first_at = min(self.first_at, later.first_at)
        self.last_at = max(self.last_at, later.last_at)
        self._asked_for(later.scopes.items())

    def count(self, tenant: str, token_id: str, caller: Caller, *, refused: bool) -> UseCount:
        return UseCount(
            tenant=tenant,
            integration_id=self.integration_id,
            token_id=token_id,
            caller=caller,
            refused=refused,
            first_at=self.first_at,
            last_at=self.last_at,
            count=self.number,
            longest_pause=-(-self.longest_pause // _SECOND) * _SECOND,
            scopes=self.scopes,
        )

    def _until(self, at: datetime) -> None:
        pause = at - self.last_at
        if pause > _NONE:
            self.longest_pause = max(self.longest_pause, pause)
            self.last_at = at

    def _asked_for(self, scopes: Iterable[tuple[str, datetime]]) -> None:
        for scope, at in scopes:
            if scope in self.scopes or len(self.scopes) < SCOPES:
                self.scopes[scope] = at
