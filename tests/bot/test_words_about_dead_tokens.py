"""Whose token is still sent although it is dead: the owner reads who they are, and no more than is known."""

from datetime import timedelta

from bot.message import Message
from bot.notices import message
from core.evidence import Caller, Usage, UseCount
from core.notices import Kind, Notice
from tests.core.examples import HOUR, NOW, an_integration, current

CRON = Caller("gateway-1", "198.51.100.0/24", "cron")
THIEF = Caller("gateway-1", "192.0.2.0/24", "python-requests")
OLD, ENDED = "token-0", NOW - HOUR


def seen(who: Caller, ago: timedelta, *, refused: bool) -> UseCount:
    at = NOW - ago
    return UseCount(
        tenant="T-HOME",
        integration_id="integration-1",
        token_id=OLD,
        caller=who,
        refused=refused,
        first_at=at,
        last_at=at,
        count=1,
    )


CRON_USED = seen(CRON, 9 * HOUR, refused=False)
CRON_TRIES, THIEF_TRIES = (seen(who, HOUR / 2, refused=True) for who in (CRON, THIEF))


def told(*counts: UseCount, leaked_at: str = "") -> Message | None:
    facts = {"token": OLD, "version": "1", "ended_at": ENDED.isoformat(), "leaked_at": leaked_at}
    integration = an_integration(current())
    notice = Notice(kind=Kind.STILL_TRIED, to="U-OLIVE", integration_id=integration.id, facts=facts)
    return message(integration, notice, NOW, Usage(counts, gateways={"gateway-1": "edge-eu"}))


def read(said: Message | None) -> str:
    assert said is not None
    return f"{said.text} {[each.to_dict() for each in said.blocks]}"


def test_the_owner_reads_who_was_forgotten() -> None:
    words = read(told(CRON_USED, CRON_TRIES))
    assert "It seems that one was forgotten: token v1 of" in words
    assert "198.51.100.0/24" in words


def test_a_stranger_is_no_machine_that_was_forgotten() -> None:
    words = read(told(CRON_USED, CRON_TRIES, THIEF_TRIES))
    assert "1 caller still sent it" in words
    assert "192.0.2.0/24" not in words
    assert told(CRON_USED, THIEF_TRIES) is None


def test_of_a_token_that_leaked_nobody_says_that_it_was_forgotten() -> None:
    words = read(told(CRON_USED, CRON_TRIES, leaked_at=(NOW - 2 * HOUR).isoformat()))
    assert "Token v1 of" in words
    assert "was compromised and is dead, and 1 caller still sent it" in words
    assert "forgotten" not in words


def test_who_got_in_only_since_it_leaked_is_not_told_of_as_one_of_theirs() -> None:
    thief_used = seen(THIEF, 2 * HOUR, refused=False)
    words = read(told(CRON_USED, thief_used, CRON_TRIES, THIEF_TRIES, leaked_at=(NOW - 3 * HOUR).isoformat()))
    assert "192.0.2.0/24" not in words


def test_who_was_refused_while_it_lived_is_left_out() -> None:
    assert told(CRON_USED, seen(CRON, 2 * HOUR, refused=True)) is None
