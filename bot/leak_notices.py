"""The words of what is said when a token was found where it should not be."""

from datetime import datetime

from slack_sdk.models.blocks import Block, ButtonElement

from bot import buttons
from bot.blocks import actions, prose, quoted, small
from bot.incidents.buttons import report, revoke_leaked
from bot.message import Message
from bot.text import bold, count, escape, moment
from core.evidence import Usage
from core.integration import Integration
from core.leaks import brake
from core.leaks.report import Source, State
from core.notices import Notice
from core.ports import Reading
from core.token import working


def leak_found(integration: Integration, notice: Notice, now: datetime, _usage: Usage) -> Message | None:
    """To owner and security channel. What holders of tokens write is theirs: shown, never linked."""
    if notice.facts.get("since") and not _works(integration, notice, now):
        return None  # asked again, and somebody has decided meanwhile
    first, after = _words(integration, notice, now)
    blocks: list[Block] = [prose(f"{first}\n{after}")]
    note = notice.facts.get("note")
    if note:
        blocks += [small("Who reported it adds:"), quoted(note)]
    if integration.deleted_at is None:
        blocks.append(actions(*_ways(integration, notice, now)))
    if _works(integration, notice, now):
        blocks.append(small(_WHICH))
    return Message(blocks, f"{first} {after}")


async def leaks_held(reading: Reading, notice: Notice, now: datetime) -> Message | None:
    """To those who may decide, again and again until somebody does; what is held is listed when they look."""
    held = await reading.leaks.count_held(until=now)
    if not held:
        return None
    words = (
        f":octagonal_sign: {_why_held(notice, held)} until somebody lets the reports through or drops them."
    )
    return Message([prose(words), actions(buttons.held_reports())], words)


def _why_held(notice: Notice, held: int) -> str:
    since = notice.facts.get("since")
    if since:
        reports = f"{count(held, 'leak report')} {'is' if held == 1 else 'are'} *held*"
        first = moment(datetime.fromisoformat(since))
        return f"*Nobody has decided yet.* {reports}, the first since {first}, and those tokens still work,"
    minutes = int(brake.WITHIN.total_seconds() // 60)
    return (
        f"Leak reports have revoked {brake.MOST} tokens within {minutes} minutes. "
        "What is reported on top of that is *held*, and those tokens still work,"
    )


def _words(integration: Integration, notice: Notice, now: datetime) -> tuple[str, str]:
    found = f"was found {_where(notice)}."
    name = bold(integration.name)
    if integration.deleted_at is not None:
        return f"A token of {name}, which was deleted, {found}", f"It has long been dead. {_P4}"
    if notice.facts.get("state") == State.REVOKED:
        revoked = f"All its tokens were revoked at once. {_left(integration)}"
        return f":rotating_light: A token of {name} {found}", revoked
    if _works(integration, notice, now):
        alarm = f":rotating_light: A token of {name} that *works* {found}"
        return alarm, f"{_undecided(notice)}because this integration is set to ask first. Please decide."
    return f"An old token of {name} {found}", f"It does not work any more. {_P4}"


def _undecided(notice: Notice) -> str:
    since = notice.facts.get("since")
    if not since:
        return "It goes on working, "
    return f"That was {moment(datetime.fromisoformat(since))}. Nobody has decided yet: it goes on working, "


_WHICH = (
    "*Revoke now* ends every token of it and opens an incident. *Report compromised* first asks how: with or "
    "without a new token, or in quarantine."
)
_P4 = "Severity P4: nothing has to be stopped, but it should be taken away there."


def _left(integration: Integration) -> str:
    if integration.current is None and integration.offered is None:
        return "*It has no token that works.*"
    return "It has a new one since."


def _works(integration: Integration, notice: Notice, now: datetime) -> bool:
    return working(integration.tokens, notice.facts.get("token", ""), now) is not None


def _ways(integration: Integration, notice: Notice, now: datetime) -> list[ButtonElement]:
    leak = notice.facts.get("leak", "")
    compromised = report(integration, token_id=notice.facts.get("token", ""), leak=leak)
    if _works(integration, notice, now):
        return [revoke_leaked(integration, leak), compromised, buttons.show(integration)]
    if integration.waiting(now) is not None:  # its recipient was asked already
        return [buttons.show(integration), compromised]
    return [buttons.rotate(integration), buttons.show(integration), compromised]


def _where(notice: Notice) -> str:
    facts = notice.facts
    url, kind = facts.get("url", ""), facts.get("kind", "").replace("_", " ")
    if facts.get("source") == Source.GITHUB:
        by = f"by GitHub ({escape(kind)})" if kind else "by GitHub"
        return f"in public {by}: <{escape(url)}>" if url else f"in public {by}"
    if facts.get("source") == Source.SLACK:
        return f"<{escape(url)}|in a conversation here>" if url else "in a conversation here"
    return f"by somebody who has it, at {escape(url)}" if url else "by somebody who has it"
