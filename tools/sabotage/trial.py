"""A copy of the project in which something can be broken without harm, and the tests that should notice."""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tools.sabotage.table import ROOT, Sabotage

LEFT_BEHIND = shutil.ignore_patterns(
    ".git", ".venv", "__pycache__", "data", ".hypothesis", ".*_cache", "node_modules"
)
WITHIN = 180.0
"""Seconds for the tests of one sabotage. One that makes them hang proves nothing and is not waited for."""
PYTEST = (sys.executable, "-m", "pytest", "-q", "--tb=no", "-rf", "-p", "no:cacheprovider")
_FAILED = re.compile(r"^FAILED (\S+?::.+?)(?: - .*)?$", re.MULTILINE)
_GREEN, _RED = 0, 1


class Verdict(StrEnum):
    GREEN = "green"
    RED = "red"
    """A test failed: not the collection, not a fixture."""
    BROKEN = "broken"
    """Neither: the tests could not even begin, or are not there."""
    HUNG = "hung"


@dataclass(frozen=True, slots=True)
class Run:
    verdict: Verdict
    failed: tuple[str, ...]
    """The tests that failed, in pytest's words."""
    seconds: float
    output: str


class Copy:
    """The tree as it stands in the working folder, elsewhere. It shares the installed packages."""

    def __init__(self, folder: Path, source: Path = ROOT) -> None:
        self._source = source
        self._folder = folder / "copy"
        shutil.copytree(source, self._folder, ignore=LEFT_BEHIND)

    @contextmanager
    def sabotaged(self, sabotage: Sabotage) -> Iterator[None]:
        """Broken inside the block, whole again after it. Raises `Outdated`."""
        path = self._folder / sabotage.file
        whole = path.read_text("utf-8")
        path.write_text(sabotage.applied(whole), "utf-8")
        try:
            yield
        finally:
            path.write_text(whole, "utf-8")

    def run(self, tests: Sequence[str], *, to_the_end: bool = False, within: float = WITHIN) -> Run:
        """Stops at the first failure, unless the run is to go on `to_the_end`."""
        command = [*PYTEST, *([] if to_the_end else ["-x"]), *tests]
        began = time.monotonic()
        try:
            done = subprocess.run(  # noqa: S603 - our own tests
                command, cwd=self._folder, capture_output=True, text=True, timeout=within, check=False
            )
        except subprocess.TimeoutExpired:
            return Run(Verdict.HUNG, (), time.monotonic() - began, "")
        failed = tuple(_FAILED.findall(done.stdout))
        said = done.stdout + done.stderr
        return Run(_verdict(done.returncode, failed), failed, time.monotonic() - began, said)


def _verdict(status: int, failed: Sequence[str]) -> Verdict:
    if status == _GREEN:
        return Verdict.GREEN
    return Verdict.RED if status == _RED and failed else Verdict.BROKEN
