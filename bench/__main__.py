"""`python -m bench [people|rotation|reminders|…]`: all parts, or those that are named."""

import asyncio
import platform
import sys
import tempfile
from pathlib import Path

from bench import compromise, pastes, people, reminders, rotation, starting, verification

PARTS = {
    "verification": verification.measure,
    "starting": starting.measure,
    "rotation": rotation.measure,
    "compromise": compromise.measure,
    "people": people.measure,
    "reminders": reminders.measure,
    "pastes": pastes.measure,
}


def main() -> None:
    wanted = sys.argv[1:] or list(PARTS)
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    for name in wanted:
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(PARTS[name](Path(folder)))


main()
