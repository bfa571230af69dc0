"""Proof of paste detection: what is found in a million messages is what was put into them, to the letter."""

import pytest

from core.leaks.finding import tokens_in
from tests.proofs.leaks.pasted_messages import messages

MESSAGES, SEED = 1_000_000, 20_261_122


@pytest.mark.slow
def test_a_million_messages_raise_nothing_and_give_up_every_token_and_no_other() -> None:
    planted = wrong = 0
    for message in messages(MESSAGES, SEED):
        found = {secret.reveal() for secret in tokens_in(message.text)}
        wrong += found != message.tokens
        planted += len(message.tokens)

    assert wrong == 0
    assert planted > MESSAGES / 3, "there was something to find"


def test_every_kind_of_message_occurs() -> None:
    some = list(messages(2_000, SEED))

    assert {len(message.tokens) for message in some} >= {0, 1, 2, 3}
    assert any("\ud800" <= letter <= "\udfff" for message in some for letter in message.text)
