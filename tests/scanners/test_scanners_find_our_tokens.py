"""Scanners that install from PyPI run with our rules: they find every token, and some know a look-alike."""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from core.secret import ALPHABET, Secret
from tests.guards.source import ROOT
from tools.scanners.rules import NoPrefix, rules

MANY = 1_000
RULES = ROOT / "scanners"
BIN = Path(sys.executable).parent


def minted(prefix: str = "pit") -> list[str]:
    chance = random.Random(4_6)
    return [Secret.mint(prefix, chance.randbytes).reveal() for _ in range(MANY)]


def with_one_wrong_letter(tokens: list[str]) -> list[str]:
    chance = random.Random(53)
    return [_one_wrong(token, chance.randrange(4, 53), chance) for token in tokens]


def _one_wrong(token: str, place: int, chance: random.Random) -> str:
    other = chance.choice(ALPHABET.replace(token[place], ""))
    return token[:place] + other + token[place + 1 :]


def leaked(tokens: list[str], folder: Path) -> Path:
    """A file such as people commit."""
    lines = (f'service_{number}_key = "{token}"\n' for number, token in enumerate(tokens))
    file = folder / "settings.py"
    file.write_text("".join(lines))
    return file


def run(*command: str | Path, cwd: Path) -> str:
    environment = {"PATH": os.defpath, "HOME": str(cwd), "KF_RULE_CACHE_DIR": str(cwd / "cache")}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.stdout, done.stderr
    return done.stdout


def detect_secrets(file: Path, rule: Path) -> int:
    only_ours = ("--disable-plugin", "Base64HighEntropyString", "--disable-plugin", "KeywordDetector")
    command = (sys.executable, "-m", "detect_secrets", "scan", "--no-verify", "--plugin", rule)
    report = json.loads(run(*command, *only_ours, file.name, cwd=file.parent))
    found = [each for results in report["results"].values() for each in results]
    return sum(each["type"] == "Latchkey Token" for each in found)


def kingfisher(file: Path, rule: Path) -> int:
    if not shutil.which("kingfisher", path=BIN):
        pytest.skip("Kingfisher is locked for Linux only")
    alone = ("--load-builtins=false", "--no-validate", "--no-dedup", "--no-update-check")
    how = ("--rules-path", rule, *alone, "--format", "json", "--git-history", "none")
    report = run(BIN / "kingfisher", "scan", file, *how, cwd=file.parent).splitlines()[0]
    return len(json.loads(report).get("findings", ()))


Scan = Callable[[Path, Path], int]
CHECKING: list[tuple[Scan, str]] = [
    (detect_secrets, "detect_secrets_latchkey.py"),
    (kingfisher, "kingfisher.yml"),
]
NOT_CHECKING: list[tuple[Scan, str]] = [(kingfisher, "gitleaks.toml")]


@pytest.mark.parametrize(("scan", "rule"), CHECKING + NOT_CHECKING)
def test_a_thousand_of_a_thousand_tokens_are_found(scan: Scan, rule: str, tmp_path: Path) -> None:
    assert scan(leaked(minted(), tmp_path), RULES / rule) == MANY


@pytest.mark.parametrize(("scan", "rule"), CHECKING)
def test_none_of_a_thousand_corrupted_ones_is_reported_by_those_that_check_the_checksum(
    scan: Scan, rule: str, tmp_path: Path
) -> None:
    assert scan(leaked(with_one_wrong_letter(minted()), tmp_path), RULES / rule) == 0


@pytest.mark.parametrize(("scan", "rule"), NOT_CHECKING)
def test_the_others_report_look_alikes_too(scan: Scan, rule: str, tmp_path: Path) -> None:
    assert scan(leaked(with_one_wrong_letter(minted()), tmp_path), RULES / rule) == MANY


@pytest.mark.parametrize(("scan", "rule"), CHECKING + NOT_CHECKING)
def test_rules_for_prefixes_of_ones_own_find_tokens_of_all_of_them(
    scan: Scan, rule: str, tmp_path: Path
) -> None:
    file = tmp_path / rule
    file.write_text(rules(("pit", "acme"))[rule])

    assert scan(leaked(minted("pit")[:9] + minted("acme")[:9], tmp_path), file) == 18


# --- the files


def test_the_files_are_what_the_definition_of_a_token_makes_them() -> None:
    assert {file.name: file.read_text("utf-8") for file in RULES.iterdir() if file.is_file()} == rules()


@pytest.mark.parametrize("prefix", ["", "P", "1pit", "pit_", "a|b", "x" * 17])
def test_what_is_no_prefix_makes_no_rules(prefix: str) -> None:
    with pytest.raises(NoPrefix):
        rules((prefix,))
