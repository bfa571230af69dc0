"""How long a comparison takes must not tell how much of a secret was right."""

import ast
import re
from pathlib import Path

import pytest

from tests.guards.source import PACKAGES, python_files, tree

PRODUCT = [path for path in python_files(*PACKAGES) if path.parts[0] != "sandbox"]
SECRET = re.compile(r"sign|digest|hmac|secret|_text$|link")
NO_SECRET_BUT_CALLED_ALIKE = {
    Path("core/audit.py"),  # links of two records that the operator holds both
    Path("storage/audit.py"),  # the same
}


def careless(tree: ast.AST) -> list[str]:
    """Comparisons with == or != in which a side is called like a secret."""
    return [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        and isinstance(node.ops[0], ast.Eq | ast.NotEq)
        and any(SECRET.search(ast.unparse(side)) for side in (node.left, *node.comparators))
    ]


def test_secrets_and_signatures_are_compared_in_constant_time() -> None:
    found = {path: careless(tree(path)) for path in PRODUCT if careless(tree(path))}
    assert found.keys() == NO_SECRET_BUT_CALLED_ALIKE, f"use hmac.compare_digest: {found}"


@pytest.mark.parametrize(
    "comparison",
    ["self._sign(body) != signature", "self._text == other._text", "a.digest(key) == row.digest"],
)
def test_a_careless_comparison_is_noticed(comparison: str) -> None:
    assert careless(ast.parse(comparison)) == [comparison]
