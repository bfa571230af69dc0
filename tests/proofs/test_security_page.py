"""The page that says which test proves what names tests that are there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
WITH_FILE = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", PAGE)
WITHOUT_FILE = re.findall(r"`(test_\w+)`", PAGE)
SAID = dict(re.findall(r"::(test_\w+)` \((long|nightly)\)", PAGE))
TIERS = {"slow": "long", "nightly": "nightly"}


def proofs_in(path: Path) -> dict[str, str | None]:
    """The tests of a file by name, and what the page calls those that `make test` leaves out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [each for each in tree.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
    of_all = [ast.unparse(each.value) for each in tree.body if isinstance(each, ast.Assign)]
    return {
        each.name: next(
            (said for mark, said in TIERS.items() if f"pytest.mark.{mark}" in [*of_all, *marks(each)]), None
        )
        for each in functions
        if each.name.startswith("test_")
    }


def marks(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    return [ast.unparse(each) for each in function.decorator_list]


@pytest.mark.parametrize(("file", "name"), WITH_FILE)
def test_every_proof_that_is_named_exists(file: str, name: str) -> None:
    tests = proofs_in(ROOT / file)

    assert name in tests
    assert tests[name] == SAID.get(name), "the page says of each whether it is long"


def test_every_threat_is_answered_by_a_proof_of_ours() -> None:
    ours = {name for path in (ROOT / "tests" / "proofs").glob("test_*.py") for name in proofs_in(path)}

    assert WITHOUT_FILE
    assert set(WITHOUT_FILE) <= ours


def test_every_file_of_proofs_is_on_the_page() -> None:
    files = {path.name for path in Path(__file__).parent.glob("test_*.py")} - {Path(__file__).name}
    named = {Path(file).name for file, _ in WITH_FILE}

    assert files == {name for name in named if (Path(__file__).parent / name).exists()}
