"""Starts the product over the pretend Slack, lets people work for a hundred days, and takes pictures.

Nothing is drawn for the picture: what stands in them was typed and pressed, and only time is made up. The
tokens in them are of a database that is thrown away.

`python -m tools.screenshots show edit` takes only these two.
"""

import asyncio
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from playwright.async_api import async_playwright

from cli.logs import configure
from sandbox import Sandbox
from tests.browser import CHROMIUM, QUIET
from tests.databases import Clock
from tests.office import open_office
from tools.screenshots.camera import camera
from tools.screenshots.fleet import HISTORY, TODAY, after_a_long_silence, fill
from tools.screenshots.leak import after_a_leak
from tools.screenshots.scenes import LEAKED, MONTHS_LATER, SCENES, Scene

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"


async def main(wanted: Sequence[str]) -> None:
    configure("WARNING")
    with tempfile.TemporaryDirectory() as folder:
        clock = Clock(TODAY - HISTORY)
        async with open_office(f"sqlite:///{folder}/latchkey.db", clock, Path(folder)) as office:
            await fill(office)
            await take_pictures(office.slack, {name: SCENES[name] for name in wanted if name in SCENES})
            await after_a_leak(office)
            await take_pictures(office.slack, {name: LEAKED[name] for name in wanted if name in LEAKED})
            await after_a_long_silence(office)
            later = {name: MONTHS_LATER[name] for name in wanted if name in MONTHS_LATER}
            await take_pictures(office.slack, later)
            assert office.slack.problems == []


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
    asyncio.run(main(sys.argv[1:] or [*SCENES, *LEAKED, *MONTHS_LATER]))
