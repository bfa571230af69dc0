"""The mark of the epoch only moves forward, whoever writes it."""

from pathlib import Path

import pytest

from cli.epoch_mark import NAME, EpochMark
from cli.problems import Cannot


def test_it_remembers_the_furthest(tmp_path: Path) -> None:
    assert EpochMark(tmp_path).known() == 0
    for epoch in (3, 7, 5):
        EpochMark(tmp_path).advance(epoch)
    assert EpochMark(tmp_path).known() == 7


def test_it_is_for_nobody_else(tmp_path: Path) -> None:
    EpochMark(tmp_path).advance(1)
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600


def test_a_spoilt_one_is_said_and_never_taken_for_a_low_one(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("many\n")
    with pytest.raises(Cannot, match="was spoilt"):
        EpochMark(tmp_path).known()
    EpochMark(tmp_path).advance(9)
    assert (tmp_path / NAME).read_text() == "many\n", "the evidence stays"


def test_a_change_does_not_fail_because_the_folder_is_gone(tmp_path: Path) -> None:
    EpochMark(tmp_path / "gone").advance(9)
    assert EpochMark(tmp_path / "gone").known() == 0
