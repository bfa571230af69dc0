"""Looking for tokens in messages: what one message costs, with and without something to find in it."""

import random
import time
from collections.abc import Sequence
from pathlib import Path

from bench.figures import spread, table
from core.leaks.finding import tokens_in
from core.secret import ALPHABET, Secret

RUNS, EACH = 5, 1_000
WORDS = "Please have a look at the sync, it has been slow since Tuesday. "
LONGEST = 40_000
"""Characters of the longest message Slack takes."""


async def measure(_folder: Path) -> None:
    chance = random.Random(1)
    token = Secret.mint("pit", chance.randbytes)
    alike = "pit_" + "".join(chance.choices(ALPHABET, k=49))
    kinds = {
        "ordinary, 130 characters": WORDS * 2,
        "with underscores, 130 characters": WORDS.replace(" ", "_") * 2,
        "a look-alike among them": f"{WORDS}{alike} {WORDS}",
        "a token among them": f"{WORDS}{token.reveal()} {WORDS}",
        "the longest, ordinary": (WORDS * 700)[:LONGEST],
        "the longest, nothing but look-alikes": (f"{alike} " * 800)[:LONGEST],
    }
    rows = [
        (kind, spread([_microseconds(text) for _ in range(RUNS)], "µs", 2)) for kind, text in kinds.items()
    ]
    table(
        f"Looking for tokens in one message, mean of {EACH}, median of {RUNS} runs", ("message", "cost"), rows
    )


def _microseconds(text: str) -> float:
    messages: Sequence[str] = [text] * (EACH if len(text) < LONGEST else EACH // 100)
    begun = time.perf_counter()
    for message in messages:
        tokens_in(message)
    return (time.perf_counter() - begun) / len(messages) * 1_000_000
