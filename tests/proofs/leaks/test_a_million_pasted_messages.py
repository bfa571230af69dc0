"""Proof of paste detection: what is found in a million messages is what was put into them, to the letter."""

import pytest

from core.leaks.finding import tokens_in
from tests.proofs.leaks.pasted_messages import messages

MILLION, SEED = 1_000_000, 20_261_122


def found_as_planted(count: int, seed: int) -> int:
    """How many tokens there were to find. Not one more or less was found, and nothing was raised."""
    planted = 0
    for message in messages(count, seed):
        assert {secret.reveal() for secret in tokens_in(message.text)} == message.tokens, message.text
        planted += len(message.tokens)
    return planted


@pytest.mark.nightly
def test_a_million_messages_raise_nothing_and_give_up_every_token_and_no_other() -> None:
    assert found_as_planted(MILLION, SEED) > MILLION / 3


@pytest.mark.slow
def test_many_messages_raise_nothing_and_give_up_every_token_and_no_other() -> None:
    assert found_as_planted(MILLION // 5, SEED + 1) > MILLION / 15


def test_every_kind_of_message_occurs() -> None:
    some = list(messages(2_000, SEED))

    assert {len(message.tokens) for message in some} >= {0, 1, 2, 3}
    assert any("\ud800" <= letter <= "\udfff" for message in some for letter in message.text)
