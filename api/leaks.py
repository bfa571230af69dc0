"""How a leak report reaches the rules, whoever sends it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from api.desk import Desk
from api.lookup import Doubt
from core.actions.leak import report_leak
from core.leaks.report import Label, Report
from core.ports import Tools
from core.refusals import Overtaken

AT_ONCE = 16
"""Requests that are read or judged at the same time: each may be a mebibyte."""


class Busy(Exception):  # noqa: N818 - an answer, not an error
    """Not now."""


@dataclass(slots=True, kw_only=True)
class Reports:
    desk: Desk
    tools: Tools
    _under_way: int = 0

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """Raises `Busy`."""
        if self._under_way >= AT_ONCE:
            raise Busy
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1

    async def ours(self, reports: Sequence[Report]) -> Sequence[bool]:
        """Which are of tokens of ours: most of a long list are not, and need no more. Raises `Doubt`."""
        secrets = [report.secret for report in reports]
        return await self.desk.lookup.asking(self.tools.store.ours, secrets)

    async def judge(self, report: Report) -> Label:
        """When this returns, it is on disk. Raises `Doubt`; then it is to be sent again."""
        try:
            return await self.desk.lookup.asking(report_leak, self.tools, report)
        except Overtaken:
            raise Doubt from None
