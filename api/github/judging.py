"""What each finding is: judged by itself, so that one that is wrong never stops the others."""

from collections.abc import Sequence

import structlog

from api.github.items import Item
from api.leaks import Reports
from api.lookup import Doubt
from core.leaks.report import Label, Report

AT_A_TIME = 500
"""Findings that are looked up in one statement."""

log = structlog.get_logger(__name__)


async def judged(reports: Reports, found: Sequence[Item]) -> list[dict[str, str]]:
    """What GitHub hears, in the order of its list.

    Raises `Doubt` if any could not be judged, after all the others were: sent again, it is judged then.
    """
    labels: list[Label | None] = []
    for start in range(0, len(found), AT_A_TIME):
        labels += await _labels(reports, found[start : start + AT_A_TIME])
    log.info("github_reported_leaks", findings=len(found), ours=labels.count(Label.TRUE_POSITIVE))
    if None in labels:
        raise Doubt
    return [item.answered(label) for item, label in zip(found, labels, strict=True) if label is not None]


async def _labels(reports: Reports, found: Sequence[Item]) -> Sequence[Label | None]:
    """None where nobody can tell now."""
    shaped = [item.report for item in found if item.report is not None]
    try:
        ours = iter(await reports.ours(shaped))
    except Doubt:
        return [None] * len(found)
    return [
        await _label(reports, item.report) if item.report and next(ours) else Label.FALSE_POSITIVE
        for item in found
    ]


async def _label(reports: Reports, report: Report) -> Label | None:
    try:
        return await reports.judge(report)
    except Doubt:
        return None
