"""Small files, small functions, and a few things that only one place may do."""

import ast
from pathlib import Path

import pytest

from tests.guards.source import PACKAGES, calls, functions, python_files, tree

PRODUCT = python_files(*PACKAGES)
TESTS = python_files("tests")
MIGRATION = Path("storage/migrations/versions")

LONGEST_FILE = 200
LONGEST_TEST_FILE = 300
LONGEST_FUNCTION = 25
LONG_FOR_A_REASON = {
    Path("core/integration.py"): 260,  # the one state machine: its moves are read side by side
    Path("core/ports.py"): 340,  # a list of promises without code
    Path("core/refusals.py"): 300,  # a list of sentences
}
LONG_BUT_FLAT = {
    "sandbox/assembly.py assemble",  # builds one part after the other
    "storage/rows.py integration_of",  # one line for each column
    "storage/rows.py integration_columns",  # the same
}
MAY_REVEAL_A_TOKEN = {
    Path("bot/token_message.py"),  # the one message
    Path("cli/commands/gateway.py"),  # a gateway's own secret, once, to the operator who asked for it
}
MAY_READ_THE_CLOCK = {
    Path("bot/socket_mode.py"),  # Bolt asks when a request began, for its log
    Path("cli/opening.py"),  # here `now` comes from
    Path("jobs/heartbeat.py"),  # APScheduler asks for its first tick
    Path("sandbox/server.py"),  # the pretend Slack has a clock of its own
}
CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
}


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of what it does: without its name, its parameters and its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def lines(path: Path) -> int:
    return tree(path).body[-1].end_lineno or 0 if tree(path).body else 0


def migrations(path: Path) -> bool:
    return MIGRATION in path.parents


def test_every_module_says_what_it_is_for() -> None:
    assert [path for path in PRODUCT + TESTS if not ast.get_docstring(tree(path))] == []


def test_files_are_short() -> None:
    limit = {path: LONG_FOR_A_REASON.get(path, LONGEST_FILE) for path in PRODUCT if not migrations(path)}
    limit |= dict.fromkeys(TESTS, LONGEST_TEST_FILE)
    assert {path: lines(path) for path, most in limit.items() if lines(path) > most} == {}
    needless = [path for path in LONG_FOR_A_REASON if lines(path) <= LONGEST_FILE]
    assert needless == [], "a reason for length goes when the length does"


def test_functions_are_short() -> None:
    long = {
        f"{path} {function.name}": length(function)
        for path in PRODUCT
        if not migrations(path)
        for function in functions(path)
        if length(function) > LONGEST_FUNCTION
    }
    assert {name: size for name, size in long.items() if name not in LONG_BUT_FLAT} == {}
    assert long.keys() >= LONG_BUT_FLAT, "a reason for length goes when the length does"


def test_a_token_is_revealed_only_where_it_is_shown() -> None:
    """Anybody may hold a `Secret`; who takes it out of its shell is on this list."""
    revealing = {path for path in PRODUCT for call, _ in calls(path) if call.endswith(".reveal")}
    assert revealing - MAY_REVEAL_A_TOKEN == set()


def test_the_clock_is_read_in_one_place_and_is_an_argument_everywhere_else() -> None:
    reading = [
        f"{path}:{line} {call}"
        for path in PRODUCT
        if path not in MAY_READ_THE_CLOCK
        for call, line in calls(path)
        if call in CLOCKS or call.removeprefix("datetime.") in CLOCKS
    ]
    assert reading == []


def test_no_test_sleeps() -> None:
    naps = [
        f"{path}:{line} {call}"
        for path in TESTS
        for call, line in calls(path)
        if call in {"time.sleep", "sleep"}
    ]
    assert naps == []


def imported(module: str, *packages: str) -> list[Path]:
    return [
        path
        for path in python_files(*packages)
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Import) and module in [name.name for name in node.names])
        or (isinstance(node, ast.ImportFrom) and node.module == module)
    ]


@pytest.mark.parametrize("module", ["pickle", "marshal", "shelve"])
def test_nothing_is_read_back_by_running_it(module: str) -> None:
    assert imported(module, *PACKAGES) == []


def test_chance_that_could_be_guessed_stays_away_from_tokens_and_keys() -> None:
    assert imported("random", "core", "storage", "cli", "api") == []
