"""The page about it: written by the command, never by hand."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from tools.sabotage.table import ROOT, Sabotage
from tools.sabotage.trial import Run, Verdict

PAGE = ROOT / "docs" / "teeth.md"
HEAD = """\
# The tests have teeth

A test that cannot fail is worth nothing. So the product is broken on purpose, one thing at a time, in a
copy, and the tests have to notice. `make sabotage` does it and writes this page; `make sabotage ONLY=name`
tries one of them again. A sabotage counts as caught only if the same tests were green without it, and one of
them failed: not a fixture, not the collection, not the clock.

The sabotages stand in `tools/sabotage/`, one table for each package. A guard in `make check` sees to it that
each still fits the code, and that this page names them all. The letters are the promises in the README.

"""
COLUMNS = """\
| | Promise | What was broken | Where | What noticed |
|---|---|---|---|---|
"""
NOBODY = "**nothing**"
_ROW = re.compile(r"^\| `([a-z-]+)` \|.*\| ([^|]*) \|$", re.MULTILINE)


def noticed(run: Run) -> str:
    """The first test that failed, as the sentence it is."""
    if run.verdict is not Verdict.RED:
        return f"{NOBODY} ({run.verdict})"
    name = run.failed[0].rpartition("::")[2].partition("[")[0]
    return name.removeprefix("test_").replace("_", " ")


def earlier(page: str) -> dict[str, str]:
    """What noticed each sabotage, as it stands on a page."""
    return dict(_ROW.findall(page))


def page(sabotages: Sequence[Sabotage], what_noticed: Mapping[str, str], today: date) -> str:
    """With those sabotages that were tried, now or earlier."""
    tried = [each for each in sabotages if each.name in what_noticed]
    caught = sum(not what_noticed[each.name].startswith(NOBODY) for each in tried)
    count = f"**{caught} of {len(tried)} were caught**, the last time on {today.isoformat()}.\n"
    areas = dict.fromkeys(each.area for each in tried)
    sections = (_section(area, [each for each in tried if each.area == area], what_noticed) for area in areas)
    return HEAD + count + "".join(sections)


def _section(area: str, tried: Sequence[Sabotage], what_noticed: Mapping[str, str]) -> str:
    rows = "".join(_row(each, what_noticed[each.name]) for each in tried)
    return f"\n## {area}/\n\n{COLUMNS}{rows}"


def _row(it: Sabotage, by: str) -> str:
    where = f"`{it.file.relative_to(it.area)}`"
    return f"| `{it.name}` | {it.promise} | {it.broken} | {where} | {by} |\n"
