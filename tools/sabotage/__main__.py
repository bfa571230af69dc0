"""Break the product on purpose, one thing at a time, and see whether the tests notice.

`make sabotage` tries all; `make sabotage ONLY=name` those whose name contains this, such as bot/ or digest.
What came of it is written into docs/teeth.md.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tools.sabotage.report import PAGE, earlier, noticed, page
from tools.sabotage.table import Outdated, Sabotage, read
from tools.sabotage.trial import WITHIN, Copy, Verdict


def main() -> int:
    """Status 0 if all were caught."""
    parser = argparse.ArgumentParser(prog="make sabotage", description="See whether the tests have teeth.")
    parser.add_argument("--only", default="", help="those whose name contains this")
    only = parser.parse_args().only
    chosen = [each for each in read() if only in f"{each.area}/{each.name}"]
    if not chosen:
        print(f"No sabotage has “{only}” in its name.")
        return 2
    with tempfile.TemporaryDirectory(prefix="sabotage-") as folder:
        copy = Copy(Path(folder))
        if not (fit(copy, chosen) and green(copy, chosen)):
            return 2
        caught = [try_(copy, each, place, len(chosen)) for place, each in enumerate(chosen, start=1)]
    print(f"{sum(caught)} of {len(caught)} were caught.")
    return 0 if all(caught) else 1


def fit(copy: Copy, chosen: Sequence[Sabotage]) -> bool:
    """Whether all of them still fit the code."""
    outdated = []
    for each in chosen:
        try:
            with copy.sabotaged(each):
                pass
        except Outdated as problem:
            outdated.append(str(problem))
    print("\n".join(outdated), end="\n" if outdated else "")
    return not outdated


def green(copy: Copy, chosen: Sequence[Sabotage]) -> bool:
    """Whether the tests pass before anything is broken. If not, nothing that follows would mean anything."""
    tests = list(dict.fromkeys(test for each in chosen for test in each.tests))
    print(f"{len(tests)} tests have to be green first ... ", end="", flush=True)
    run = copy.run(tests, to_the_end=True, within=WITHIN + 20 * len(tests))
    print(f"{run.verdict}, {run.seconds:.0f} s", flush=True)
    if run.verdict is not Verdict.GREEN:
        print("\n".join(run.failed) or run.output[-2000:])
    return run.verdict is Verdict.GREEN


def try_(copy: Copy, sabotage: Sabotage, place: int, number: int) -> bool:
    """Whether a test noticed."""
    print(f"[{place:>3}/{number}] {sabotage.area + '/':<9}{sabotage.name:<32} ", end="", flush=True)
    with copy.sabotaged(sabotage):
        run = copy.run(sabotage.tests)
    print(f"{run.seconds:>5.1f} s  {noticed(run)}", flush=True)
    if run.verdict is Verdict.BROKEN:
        print(run.output[-2000:])
    write_down(sabotage, noticed(run))
    return run.verdict is Verdict.RED


def write_down(sabotage: Sabotage, by: str) -> None:
    """At once, so that a run that is interrupted was not for nothing."""
    before = earlier(PAGE.read_text("utf-8")) if PAGE.exists() else {}
    PAGE.write_text(page(read(), {**before, sabotage.name: by}, datetime.now(UTC).date()), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
