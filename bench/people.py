"""From a typed command to its acknowledgement, and to the form on the screen."""

import asyncio
import secrets
import time
from pathlib import Path

import yaml

from bench.figures import percentile, resident_megabytes, spread, table
from bench.fleet import filled, now, sqlite_url
from bench.whole import whole_product
from sandbox import Person, Sandbox

FLEET = 10_000
CROWDS = (1, 50)
COMMANDS = ("create", "list", "rotate Integration 04711")
ROUNDS = 200
RUNS = 3


STARTED = now()
MANIFEST = yaml.safe_load(Path("manifest.yml").read_text())


async def measure(folder: Path) -> None:
    # Its clock stands still, so that no trigger expires on a slow machine: what took long is to be seen.
    async with Sandbox(manifest=MANIFEST, ack_within=30, clock=lambda: STARTED) as slack:
        admin = slack.person("ada")
        await filled(sqlite_url(folder), slack.team_id, FLEET, admin.id, secrets.token_bytes)
        async with whole_product(slack, folder, sqlite_url(folder)) as server:
            rows = [await _crowd(slack, size) for size in CROWDS]
            memory = resident_megabytes(server.pid)
    title = f"Commands with {FLEET:,} integrations on SQLite, median of {RUNS} runs"
    table(title, ("people at once", "acknowledged p50", "p99", "form shown p50", "p99"), rows)
    table("Memory of that process afterwards", ("resident",), [(f"{memory:.0f} MB",)])


async def _crowd(slack: Sandbox, size: int) -> tuple[str, ...]:
    people = [_colleague(slack, number) for number in range(size)]
    await asyncio.gather(*(_types(each, COMMANDS[0]) for each in people))  # warm
    runs = [await _run(people) for _ in range(RUNS)]
    figures = []
    for which in (0, 1):
        for share in (0.5, 0.99):
            values = [percentile([times[which] for times in run], share) for run in runs]
            figures.append(spread(values, "ms"))
    return (str(size), *figures)


async def _run(people: list[Person]) -> list[tuple[float, float]]:
    async def one(person: Person, rounds: int) -> list[tuple[float, float]]:
        return [await _types(person, COMMANDS[turn % len(COMMANDS)]) for turn in range(rounds)]

    rounds = max(ROUNDS // len(people), 6)
    return [times for each in await asyncio.gather(*(one(each, rounds) for each in people)) for times in each]


async def _types(person: Person, command: str) -> tuple[float, float]:
    """Milliseconds until it is acknowledged, and until the form is there."""
    begun = time.perf_counter()
    await person.types(f"/integrations {command}")
    acknowledged = time.perf_counter()
    await person.waits_until(lambda: person.modal and len(person.modal.blocks) > 1, within=30)
    shown = time.perf_counter()
    await person.closes()
    return (acknowledged - begun) * 1000, (shown - begun) * 1000


def _colleague(slack: Sandbox, number: int) -> Person:
    key = f"b{number:03}"
    try:
        return slack.person(key)
    except Exception:  # noqa: BLE001 - the pretend Slack has its own words for "not here yet"
        return slack.add_person(key, f"Colleague {number}", is_admin=True)
