"""The environment and `.env`: read here and nowhere else."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from dotenv import dotenv_values

from core.settings import Need, Settings


def environment() -> dict[str, str]:
    """What the process was given; where it says nothing, what `.env` says.

    Slack's part of it is taken out: Bolt would read it too, and with some names in it work in another mode.
    """
    file = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    given = dict(os.environ)  # noqa: TID251 - this is the one place
    for name in given:
        if name.startswith("SLACK_"):
            del os.environ[name]  # noqa: TID251 - the same
    return {**file, **given}


def read(needs: Iterable[Need] = (), given: Mapping[str, str] | None = None) -> Settings:
    """Raises `BadSettings` with everything that is wrong or missing."""
    return Settings.read(environment() if given is None else given, _text, needs)


def _text(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")
