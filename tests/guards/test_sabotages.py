"""The sabotages still fit the code, and what tries them tells a failed test from everything else."""

import re
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.guards.source import PACKAGES, ROOT, text
from tools.sabotage.report import PAGE, earlier, noticed, page
from tools.sabotage.table import Outdated, Sabotage, read
from tools.sabotage.trial import Copy, Verdict

SABOTAGES = read()
FEWEST = 30


def names(sabotage: Sabotage) -> str:
    return sabotage.name


def test_there_are_enough_of_them_and_in_every_package_that_people_meet() -> None:
    assert len(SABOTAGES) >= FEWEST
    assert {each.area for each in SABOTAGES} >= set(PACKAGES)


def test_each_has_a_name_of_its_own() -> None:
    assert [name for name, times in Counter(each.name for each in SABOTAGES).items() if times > 1] == []
    assert [each.name for each in SABOTAGES if not re.fullmatch(r"[a-z]+(-[a-z]+)+", each.name)] == []


@pytest.mark.parametrize("sabotage", SABOTAGES, ids=names)
def test_it_still_fits_the_code(sabotage: Sabotage) -> None:
    before = text(sabotage.file)
    assert sabotage.applied(before) != before


def test_what_is_sabotaged_still_runs(tmp_path: Path) -> None:
    """A name that is not there would fail any test: nothing would be known of the promise."""
    for each in SABOTAGES:
        (tmp_path / f"{each.name}.py").write_text(each.applied(text(each.file)))
    ruff = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "F821,F823", str(tmp_path)]
    done = subprocess.run(ruff, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("sabotage", SABOTAGES, ids=names)
def test_the_tests_that_should_notice_are_there(sabotage: Sabotage) -> None:
    assert sabotage.tests
    for test in sabotage.tests:
        path, _, name = test.partition("::")
        assert (ROOT / path).is_file(), test
        assert f"def {name.partition('[')[0]}(" in text(Path(path)) or not name, test


def test_the_page_about_it_names_them_all_and_all_were_caught() -> None:
    written = PAGE.read_text("utf-8")
    assert list(earlier(written)) == [each.name for each in SABOTAGES], "run `make sabotage ONLY=...`"
    assert f"**{len(SABOTAGES)} of {len(SABOTAGES)} were caught**" in written


# --- what tries them

CODE = "def answer():\n    return 42\n"
GREEN = "from src.code_under_test import answer\ndef test_it():\n    assert answer() == 42\n"


def sabotage(old: str, new: str) -> Sabotage:
    file = Path("src/code_under_test.py")
    return Sabotage(name="a-b", broken="", promise="", file=file, old=old, new=new, tests=("test_it.py",))


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    project = tmp_path / "project"
    (project / "src").mkdir(parents=True)
    (project / "src" / "code_under_test.py").write_text(CODE)
    (project / "test_it.py").write_text(GREEN)
    return Copy(tmp_path, project)


@pytest.mark.slow
def test_only_a_test_that_failed_counts_as_noticing(copy: Copy) -> None:
    assert copy.run(["test_it.py"]).verdict is Verdict.GREEN
    with copy.sabotaged(sabotage("42", "43")):
        wrong = copy.run(["test_it.py"])
    with copy.sabotaged(sabotage("answer", "reply")):
        unimportable = copy.run(["test_it.py"])

    assert (wrong.verdict, wrong.failed) == (Verdict.RED, ("test_it.py::test_it",))
    assert unimportable.verdict is Verdict.BROKEN
    assert copy.run(["test_it.py"]).verdict is Verdict.GREEN, "it is whole again"


def test_tests_that_hang_are_not_waited_for(copy: Copy) -> None:
    with copy.sabotaged(sabotage("return 42", "while True: pass")):
        assert copy.run(["test_it.py"], within=2).verdict is Verdict.HUNG


@pytest.mark.parametrize("old", ["not there", "e"])
def test_what_is_not_there_exactly_once_is_outdated(copy: Copy, old: str) -> None:
    with pytest.raises(Outdated, match="times, not once"), copy.sabotaged(sabotage(old, "")):
        pass


def test_what_nobody_noticed_stands_out_on_the_page(copy: Copy) -> None:
    harmless = sabotage("42", "42 + 0")
    with copy.sabotaged(harmless):
        by = noticed(copy.run(harmless.tests))
    written = page([harmless], {harmless.name: by}, date(2030, 1, 1))

    assert "**0 of 1 were caught**, the last time on 2030-01-01." in written
    assert earlier(written) == {"a-b": "**nothing** (green)"}
