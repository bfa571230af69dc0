"""What stands on a screen can have been written by anybody."""

from typing import Any

import pytest

from bot.browsing import PER_PAGE, query_of
from bot.views.menus import parse_choice
from bot.views.paragraphs import LONGEST, first, paragraphs
from core.ports import Query
from core.status import Health


@pytest.mark.parametrize(
    ("filled_in", "offset", "query"),
    [
        ({}, "", Query(limit=PER_PAGE)),
        ({"text": None, "health": None}, "", Query(limit=PER_PAGE)),
        (
            {"text": "  a \n b ", "health": "overdue"},
            "20",
            Query(text="a b", health=Health.OVERDUE, offset=20),
        ),
        ({"health": "any"}, "0", Query()),
        ({"health": "drop table"}, "-10", Query()),
        ({"text": "a\x00b\u202e"}, "1e3", Query(text="ab")),
        ({"text": "x" * 3000}, "٣", Query(text="x" * 60)),
        ({"text": "x"}, "99999999", Query(text="x")),
    ],
)
def test_what_makes_no_sense_counts_as_nothing(filled_in: dict[str, Any], offset: str, query: Query) -> None:
    assert query_of(filled_in, offset) == query


@pytest.mark.parametrize("value", ["", "rotate", ":", "rotate:a:b:c", "::::"])
def test_a_choice_of_a_row_is_split_whatever_it_is(value: str) -> None:
    verb, about = parse_choice(value)

    assert f"{verb}:{about}" in {value, f"{value}:"}


def test_no_line_is_ever_cut() -> None:
    lines = [f"{number}" * 700 for number in range(1, 10)]
    texts = [block.to_dict()["text"]["text"] for block in paragraphs(lines)]

    assert "\n".join(texts).split("\n") == lines
    assert max(map(len, texts)) <= LONGEST
    assert len(texts) == 3


def test_never_one_more() -> None:
    assert first(["a", "b", "c"], 2, "letters") == ["a", "b", "c"]
    assert first(["a", "b", "c", "d"], 2, "letters") == ["a", "b", "… and 2 more letters"]
