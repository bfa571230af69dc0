"""What people read before they run it agrees with what runs: settings, commands, changes, locks."""

import re
import tomllib
from pathlib import Path

import pytest

from core.known_settings import KNOWN
from core.secret import SHAPE, Secret
from tests.guards.source import ROOT, text, tracked

NAMES = [setting.name for setting in KNOWN]


# --- settings


def test_the_example_of_an_environment_names_every_setting_in_order_and_no_more() -> None:
    given = re.findall(r"^(?:# )?([A-Z][A-Z_]+)=(.*)$", text(Path(".env.example")), re.MULTILINE)
    assert given == [(setting.name, setting.default) for setting in KNOWN]


def test_the_example_of_an_environment_says_what_each_setting_is() -> None:
    lines = text(Path(".env.example")).splitlines()
    for setting in KNOWN:
        place = next(
            n for n, line in enumerate(lines) if line.removeprefix("# ").startswith(f"{setting.name}=")
        )
        assert lines[place - 1] == f"# {setting.about}"


def test_the_operators_guide_names_every_setting_and_no_more() -> None:
    guide = text(Path("docs/operating.md"))
    named = set(re.findall(r"\b(?:LATCHKEY|SLACK|DATABASE)_[A-Z_]+[A-Z]\b", guide))
    assert {name for name in named if not name.endswith("_FILE")} == set(NAMES)


# --- commands


def test_make_help_names_every_target_that_a_person_may_type() -> None:
    makefile = text(Path("Makefile"))
    targets = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert targets is not None
    explained = re.findall(r"^([a-z]+):.*## \S", makefile, re.MULTILINE)
    assert sorted(explained) == sorted(targets[1].split())
    assert {"help", "try", "run", "test", "check", "bench"} <= set(explained)


# --- changes


def test_the_changelog_keeps_the_usual_form() -> None:
    changelog = text(Path("CHANGELOG.md"))
    headings = re.findall(r"^## (.*)$", changelog, re.MULTILINE)
    assert headings[0] == "Unreleased"
    for heading in headings[1:]:
        assert re.fullmatch(r"\d+\.\d+\.\d+ - \d{4}-\d{2}-\d{2}", heading)
    kinds = set(re.findall(r"^### (.*)$", changelog, re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert kinds


# --- locks


RUNTIME, DEVELOPMENT = (text(Path(name)) for name in ("requirements.lock", "requirements-dev.lock"))
ENTRY = re.compile(r"[A-Za-z0-9._-]+==[^ ]+( ; [^-]+)?( +--hash=sha256:[0-9a-f]{64})+")


def pinned(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", lock, re.MULTILINE))


@pytest.mark.parametrize("lock", [RUNTIME, DEVELOPMENT], ids=["runtime", "development"])
def test_every_locked_package_has_hashes_and_no_address(lock: str) -> None:
    entries = lock.replace("\\\n", " ").splitlines()
    assert [entry[:80] for entry in entries if not ENTRY.fullmatch(entry)] == []
    assert "://" not in lock


def test_what_is_declared_is_locked() -> None:
    project = tomllib.loads(text(Path("pyproject.toml")))
    for declared, lock in (
        (project["project"]["dependencies"], RUNTIME),
        (project["dependency-groups"]["dev"], DEVELOPMENT),
    ):
        names = {re.split(r"[\[<>=; ]", each)[0].lower() for each in declared}
        assert names - pinned(lock).keys() == set()


def test_development_runs_with_what_production_runs_with() -> None:
    assert pinned(RUNTIME).items() <= pinned(DEVELOPMENT).items()


# --- the repository


def test_what_must_stay_at_home_is_ignored() -> None:
    ignored = text(Path(".gitignore")).splitlines()
    assert {".env", "/data/", ".venv/", "__pycache__/", "uv.lock"} <= set(ignored)


def test_nothing_private_is_in_the_repository() -> None:
    private = [
        path
        for path in tracked()
        if path.name == ".env"
        or path.suffix in {".db", ".sqlite", ".pem", ".key", ".pyc"}
        or path.parts[0] == "data"
    ]
    assert private == []


def test_no_file_holds_anything_that_could_be_one_of_our_tokens() -> None:
    """Tests put theirs together from parts, so that nobody's scanner rings, and ours neither."""
    found = []
    for path in tracked():
        content = (ROOT / path).read_bytes().decode("ascii", "replace") if (ROOT / path).is_file() else ""
        found += [path for match in SHAPE.finditer(content) if Secret.parse(match[0])]
    assert found == []
