"""The words about tokens that nobody uses and owners who have gone: true whatever has become of them."""

from dataclasses import replace

import pytest

from bot.reminders.idle import idle
from bot.reminders.orphaned import orphaned
from bot.text import moment
from core.evidence import Caller, Usage
from core.integration import Integration
from core.notices import Kind, Notice
from core.token import Token
from tests.bot.sights import a_count
from tests.core.examples import DAY, NOW, an_integration, current, dead, retiring

LATER = NOW + 200 * DAY


@pytest.mark.parametrize(
    ("tokens", "words"),
    [
        ((), "It has no token that works."),
        ((current(),), "It has 1 token that works."),
        ((retiring(1, ends_at=NOW + DAY), current(2)), "It has 2 tokens that work."),
    ],
)
def test_who_takes_over_reads_how_many_tokens_work(tokens: tuple[Token, ...], words: str) -> None:
    integration = an_integration(*tokens)
    left = replace(integration, gone_owner=integration.owner, gone_at=NOW)
    notice = Notice(kind=Kind.ORPHANED, to="U1", integration_id=left.id)
    assert words in orphaned(left, notice, NOW, Usage()).text


def test_whose_token_nobody_uses_reads_since_when() -> None:
    integration, last = an_integration(current()), NOW + DAY
    notice = Notice(kind=Kind.IDLE, to="U1", integration_id=integration.id, facts={"token": "token-1"})
    asked = idle(integration, notice, LATER, Usage((a_count(1, Caller("gateway-1"), NOW - last),)))
    assert f"Nobody has used the token of *Billing* since {moment(last)}." in asked.text
    never = idle(integration, notice, LATER, Usage())
    assert "since it was made" in never.text


@pytest.mark.parametrize(
    ("integration", "words"),
    [
        (an_integration(dead()), "has no token in use any more"),
        (an_integration(current(2)), "has another token by now"),
        (an_integration(current(), deleted_at=NOW), "deleted"),
    ],
)
def test_a_question_that_was_answered_says_how(integration: Integration, words: str) -> None:
    notice = Notice(kind=Kind.IDLE, to="U1", integration_id=integration.id, facts={"token": "token-1"})
    answered = idle(integration, notice, LATER, Usage())
    assert words in answered.text
    assert answered.settled
