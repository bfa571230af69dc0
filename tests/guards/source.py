"""The project's own files, as the guards look at them."""

import ast
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("api", "bot", "cli", "core", "jobs", "sandbox", "storage")


def python_files(*folders: str) -> list[Path]:
    """Paths from the root, so that a failure names a file the way people do."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path.relative_to(ROOT) for path in found)


def text(path: Path) -> str:
    return (ROOT / path).read_text("utf-8")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(text(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def calls(path: Path) -> Iterator[tuple[str, int]]:
    """Each call in a file: `datetime.now` as written, and the line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno


def tracked() -> list[Path]:
    """What is in the repository; nothing where there is none, as in an unpacked archive."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        return []
    listing = subprocess.run([git, "-C", ROOT, "ls-files", "-z"], capture_output=True, check=True)  # noqa: S603
    return [Path(name) for name in listing.stdout.decode().split("\0") if name]
