"""The stages of a reminder: so many days until a rotation is due or, below zero, since it was."""

from datetime import timedelta

from core.status import soon

_PLANNED = (30, 14, 7, 3, 1, 0, -1, -3, -7)
_WEEK = 7
_DAY = timedelta(days=1)


def first(period: timedelta) -> int:
    """The earliest that is not before a rotation is due soon: nobody is nagged right after the last one."""
    return next((stage for stage in _PLANNED if stage * _DAY <= soon(period)), 0)


def after(stage: int) -> int:
    """Weekly in the end, for as long as it takes."""
    return next((later for later in _PLANNED if later < stage), stage - _WEEK)


def is_overdue(stage: int) -> bool:
    return stage < 0
