"""What Slack itself tells one person: a command failed, a modal could not be sent."""

import itertools
from dataclasses import dataclass
from typing import Literal

Level = Literal["info", "warning", "error"]

CONNECTION_TROUBLE = "We had some trouble connecting. Try again?"


@dataclass(frozen=True)
class Notice:
    id: str
    user_id: str
    level: Level
    text: str


class Notices:
    def __init__(self) -> None:
        self._count = itertools.count(1)
        self._notices: list[Notice] = []

    def tell(self, user_id: str, text: str, level: Level = "error") -> None:
        self._notices.append(Notice(f"N{next(self._count)}", user_id, level, text))

    def of(self, user_id: str) -> list[Notice]:
        return [notice for notice in self._notices if notice.user_id == user_id]

    def dismiss(self, user_id: str, notice_id: str) -> None:
        self._notices = [n for n in self._notices if (n.user_id, n.id) != (user_id, notice_id)]
