"""The rotate form's part about who uses the token: *until the third party has moved*, and when that is."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from slack_sdk.models.blocks import Block, StaticSelectElement

from bot.asked import Asked
from bot.blocks import field, option, prose
from bot.text import count
from bot.views.use import warning
from core.evidence import LONGEST_QUIET, QUIET, Usage, proposed_quiet
from core.integration import Integration

QUIETS = tuple(timedelta(days=days) for days in (1, 2, 3, 7, 14, 30))
FIELD = "quiet"
_LABEL = "If it ends when the third party has moved: who counts as gone?"
_HINT = (
    "Who was seen with the new token has moved. For all others, this is proposed from how often they call."
)


def can_be_told(integration: Integration, usage: Usage, now: datetime) -> bool:
    """Whether gateways say who uses the present token."""
    current = integration.current
    return current is not None and usage.tells_callers_of(current.id, now)


def in_use(integration: Integration, usage: Usage, now: datetime) -> list[Block]:
    current = integration.current
    words = warning([current], usage, now) if current is not None else ""
    return [prose(f"{words} Whoever uses it needs the new one.")] if words else []


def quiet_field(integration: Integration, usage: Usage, now: datetime) -> list[Block]:
    if not can_be_told(integration, usage, now):
        return []
    proposed = max(integration.quiet, proposed_quiet(usage, now))
    options = {each: option(_words(each), str(each.days)) for each in sorted({*QUIETS, proposed})}
    menu = StaticSelectElement(
        action_id=FIELD, options=list(options.values()), initial_option=options[proposed]
    )
    return [field(FIELD, _LABEL, menu, hint=_HINT)]


def chosen_quiet(asked: Asked) -> timedelta | None:
    """Within what makes sense, whatever was sent."""
    days: Mapping[str, timedelta] = {str(number): timedelta(days=number) for number in range(1, 31)}
    chosen = days.get(str(asked.filled_in.get(FIELD)))
    return None if chosen is None else min(max(chosen, QUIET), LONGEST_QUIET)


def _words(quiet: timedelta) -> str:
    length = count(quiet.days, "day") if quiet > QUIET else "24 hours"
    return f"Who was silent for {length}"
