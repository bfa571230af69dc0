"""What a rotation form says of the old token's end."""

import pytest

from bot.asked import Asked
from bot.features.rotate import chosen_overlap
from core.overlap import Overlap
from core.refusals import FormExpired


@pytest.mark.parametrize("overlap", Overlap)
def test_what_was_chosen_counts(overlap: Overlap) -> None:
    assert chosen_overlap(Asked(user="U-ADA", filled_in={"overlap": overlap.value})) is overlap


def test_a_choice_that_this_release_does_not_know_ends_no_token_early() -> None:
    with pytest.raises(FormExpired):
        chosen_overlap(Asked(user="U-ADA", filled_in={"overlap": "fortnight_and_a_half"}))


def test_without_an_old_token_there_is_nothing_to_choose() -> None:
    assert chosen_overlap(Asked(user="U-ADA")) is Overlap.AT_ONCE
