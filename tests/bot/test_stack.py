"""What the private metadata of a modal says of those below it."""

import pytest

from bot.stack import ALONE, LONGEST, Drawn, Stack, parted

LIST = Drawn("fleet", ("bill", "overdue", "20"))
PORTRAIT = Drawn("portrait", ("i1",))


def test_a_modal_on_top_remembers_what_is_below_nearest_first() -> None:
    on_the_list = Stack(LIST).under("V1", "intent-1")
    on_both = on_the_list._replace(this=PORTRAIT).under("V2", "intent-2")
    assert on_both.below == (PORTRAIT._replace(view="V2", metadata="intent-2"), *on_the_list.below)
    assert parted(on_both.beside("intent-3")) == ("intent-3", on_both)


def test_a_form_is_not_drawn_again() -> None:
    assert Stack().under("V1", "intent-1") == ALONE
    assert ALONE.beside("intent-1") == "intent-1"


def test_what_slack_would_not_take_is_left_out() -> None:
    assert Stack(Drawn("fleet", ("x" * LONGEST,))).beside("intent-1") == "intent-1"


@pytest.mark.parametrize(
    "written", ["[", "null", "[1]", "[null,3]", "[null,[[1,2]]]", '["abcd",[]]', "{}", '[null,["abcd"]]']
)
def test_what_somebody_else_wrote_counts_as_nothing(written: str) -> None:
    assert parted(f"intent-1 {written}") == ("intent-1", ALONE)
