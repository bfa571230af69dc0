"""`python -m tools.scanners [--prefix pit] [--prefix acme] [--to scanners]`: write the rules for scanners."""

import argparse
from pathlib import Path

from tools.scanners.rules import USUAL_PREFIX, NoPrefix, rules

HOME = Path(__file__).parents[2] / "scanners"


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tools.scanners", description="Write rules for scanners.")
    asked.add_argument("--prefix", action="append", help="of tokens; may be given several times")
    asked.add_argument("--to", type=Path, default=HOME, help="the folder to write into")
    options = asked.parse_args()
    try:
        files = rules(options.prefix or (USUAL_PREFIX,))
    except NoPrefix as problem:
        asked.error(str(problem))
    options.to.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (options.to / name).write_text(content, "utf-8")
        print(options.to / name)


if __name__ == "__main__":
    main()
