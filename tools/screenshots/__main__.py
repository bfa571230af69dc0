"""Starts the product over the pretend Slack, lets people work for a hundred days, and takes pictures.

Nothing is drawn for the picture: what stands in them was typed and pressed, and only time is made up. The
tokens in them are of a database that is thrown away.

`python -m tools.screenshots show edit` takes only these two.
"""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from playwright.async_api import async_playwright

from cli.logs import configure
from sandbox import Sandbox
from tests.browser import CHROMIUM, QUIET
from tests.databases import Clock
from tests.office import Office, open_office
from tools.screenshots.alarms import after_alarms, after_many_leaks, after_max_has_left
from tools.screenshots.camera import camera
from tools.screenshots.fleet import HISTORY, TODAY, after_a_long_silence, fill
from tools.screenshots.leak import after_a_leak
from tools.screenshots.response import ALARMS, HELD, LEAKED, ORPHANED
from tools.screenshots.scenes import MONTHS_LATER, SCENES, Scene

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"

Happening = Callable[[Office], Awaitable[object]]
STAGES: Sequence[tuple[Happening, Mapping[str, Scene]]] = (
    (fill, SCENES),
    (after_a_leak, LEAKED),
    (after_alarms, ALARMS),
    (after_a_long_silence, MONTHS_LATER),
    (after_max_has_left, ORPHANED),
    (after_many_leaks, HELD),
)
"""One after the other: what happens, and what is then to be seen."""


async def main(wanted: Sequence[str]) -> None:
    configure("WARNING")
    left = _names(wanted)
    with tempfile.TemporaryDirectory() as folder:
        clock = Clock(TODAY - HISTORY)
        async with open_office(f"sqlite:///{folder}/latchkey.db", clock, Path(folder)) as office:
            for happens, scenes in STAGES:
                await happens(office)
                if left & scenes.keys():
                    await take_pictures(office.slack, {name: scenes[name] for name in scenes if name in left})
                left -= scenes.keys()
                if not left:
                    break
            assert office.slack.problems == []


def _names(wanted: Sequence[str]) -> set[str]:
    names = {name for _, scenes in STAGES for name in scenes}
    unknown = set(wanted) - names
    if unknown:
        sys.exit(f"There is no picture {', '.join(unknown)}. There is: {', '.join(sorted(names))}.")
    return set(wanted) or names


async def take_pictures(slack: Sandbox, scenes: Mapping[str, Scene]) -> None:
    PICTURES.mkdir(exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        async with camera(browser, slack, PICTURES) as ready:
            for scene in scenes.values():
                await scene(ready)
        await browser.close()
    sizes = [path.stat().st_size for path in PICTURES.glob("*.png")]
    print(f"{len(sizes)} pictures in {PICTURES}, {sum(sizes) / 1_000_000:.2f} MB")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
