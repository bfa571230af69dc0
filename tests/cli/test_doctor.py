"""The doctor finds each thing that does not fit, and says what to do."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cli import environment
from cli.audit_marks import AuditMarks
from cli.doctor.examination import examined
from cli.doctor.finding import Level
from cli.doctor.of_files import of_files
from cli.doctor.of_slack import of_scopes
from cli.manifest import manifest, with_pasted_tokens
from core.actions.undelivered import bury as given_up
from core.audit import Head
from core.delivery import Outcome
from core.notices import Kind, Notice
from core.workspace import Workspace
from sandbox import Sandbox
from storage.database import Database
from tests.cli.commands import OTHER_MASTER, in_base64
from tests.cli.filled import asked, with_token
from tests.cli.processes import for_http_mode, for_socket_mode, started
from tests.storage.making import TENANT, a_secret


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    async with Sandbox(manifest=manifest()) as running:
        yield running


@pytest.fixture
async def healthy(slack: Sandbox, folder: Path) -> dict[str, str]:
    """Settings with which everything is well, and an integration in the database."""
    await asked(folder, lambda database: with_token(database, a_secret()))
    await asked(folder, lambda database: _set_channel(database, "C0GENERAL"))
    (folder / "latchkey.db").chmod(0o600)
    return for_socket_mode(slack, folder)


async def _set_channel(database: Database, channel: str | None) -> None:
    async with database.store.transaction(TENANT) as tx:
        await tx.set_workspace(Workspace(tenant=TENANT, security_channel=channel), by="UADA")


async def found(given: Mapping[str, str], level: Level = Level.PROBLEM) -> dict[str, str]:
    return {each.about: each.sentence for each in await examined(given) if each.level is level}


async def test_nothing_is_wrong_where_everything_fits(healthy: dict[str, str]) -> None:
    assert await found(healthy) == {}
    assert await found(healthy, Level.WARNING) == {}
    about = {finding.about for finding in await examined(healthy)}
    assert about == {
        "settings",
        "database",
        "keys",
        "audit",
        "outbox",
        "files",
        "slack",
        "scopes",
        "clock",
        "delivery",
        "security_channel",
    }


async def test_settings_that_are_missing_are_all_named() -> None:
    findings = await examined({"LATCHKEY_TOKEN_PREFIX": "X"})
    assert {finding.level for finding in findings} == {Level.PROBLEM}
    said = "\n".join(finding.sentence for finding in findings)
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "LATCHKEY_MASTER_KEY", "LATCHKEY_TOKEN_PREFIX"):
        assert name in said


async def test_a_bot_token_that_slack_does_not_know(healthy: dict[str, str]) -> None:
    problems = await found({**healthy, "SLACK_BOT_TOKEN": "xoxb-sandbox-of-yesterday"})
    assert problems.keys() == {"slack"}
    assert "SLACK_BOT_TOKEN" in problems["slack"]


async def test_an_app_token_that_slack_does_not_know(healthy: dict[str, str]) -> None:
    problems = await found({**healthy, "SLACK_APP_TOKEN": "xapp-sandbox-of-yesterday"})
    assert problems.keys() == {"delivery"}
    assert "SLACK_APP_TOKEN" in problems["delivery"]


async def test_slack_cannot_be_reached(healthy: dict[str, str]) -> None:
    problems = await found({**healthy, "SLACK_API_URL": "http://127.0.0.1:9/api/"})
    assert problems.keys() == {"slack"}
    assert "SLACK_API_URL" in problems["slack"]


async def test_slack_answers_with_something_that_is_none(healthy: dict[str, str], slack: Sandbox) -> None:
    slack.faults.next("auth.test", "garbage")
    assert (await found(healthy)).keys() == {"slack"}


async def test_missing_scopes_are_named_with_the_place_to_add_them(folder: Path) -> None:
    async with Sandbox(
        manifest=manifest(), scopes=("commands", "chat:write", "im:write", "im:history")
    ) as slack:
        problems = await found(for_socket_mode(slack, folder))
    assert "lacks users:read" in problems["scopes"]
    assert "OAuth & Permissions" in problems["scopes"]


async def test_scopes_beyond_need_are_a_warning(folder: Path) -> None:
    scopes = (*manifest()["oauth_config"]["scopes"]["bot"], "channels:history")
    async with Sandbox(manifest=manifest(), scopes=scopes) as slack:
        given = for_socket_mode(slack, folder)
        assert "channels:history" in (await found(given, Level.WARNING))["scopes"]
        assert await found(given) == {}


def test_scopes_may_be_missing_and_needless_at_once() -> None:
    levels = [finding.level for finding in of_scopes({"a", "b"}, {"b", "c"})]
    assert levels == [Level.PROBLEM, Level.WARNING]


@pytest.mark.parametrize(("off", "level"), [(20, Level.WARNING), (90, Level.PROBLEM)])
async def test_a_clock_that_does_not_agree_with_slacks(folder: Path, off: int, level: Level) -> None:
    def slacks_clock() -> datetime:
        return datetime.now(UTC) - timedelta(seconds=off)

    async with Sandbox(manifest=manifest(), clock=slacks_clock) as slack:
        assert "s off Slack's" in (await found(for_socket_mode(slack, folder), level))["clock"]


async def test_a_postgresql_database_has_a_clock_of_its_own(
    slack: Sandbox, postgres_url: str, tmp_path: Path
) -> None:
    given = {**for_socket_mode(slack, tmp_path), "DATABASE_URL": postgres_url}
    assert await found(given) == {}
    clocks = [each.sentence for each in await examined(given) if each.about == "clock"]
    assert clocks == [f"This machine's clock agrees with {whose}." for whose in ("the database's", "Slack's")]


async def test_http_mode_says_where_slack_must_arrive(slack: Sandbox, folder: Path) -> None:
    oks = await found(for_http_mode(slack, folder), Level.OK)
    assert "/slack/events" in oks["delivery"]


async def test_before_the_first_start_there_is_no_database(slack: Sandbox, tmp_path: Path) -> None:
    given = for_socket_mode(slack, tmp_path / "new")
    assert await found(given) == {}
    assert "latchkey migrate" in (await found(given, Level.WARNING))["database"]


async def test_a_key_of_another_database(healthy: dict[str, str]) -> None:
    problems = await found({**healthy, "LATCHKEY_MASTER_KEY": in_base64(OTHER_MASTER)})
    assert problems.keys() == {"database"}
    assert "is not the key of this database" in problems["database"]


async def test_a_database_that_was_spoilt(healthy: dict[str, str]) -> None:
    (Path(healthy["LATCHKEY_DATA"]) / "latchkey.db").write_bytes(b"no database " * 1000)
    assert (await found(healthy)).keys() == {"database"}


async def test_a_database_that_does_not_answer(healthy: dict[str, str]) -> None:
    problems = await found({**healthy, "DATABASE_URL": "postgresql://nobody:hunter2@127.0.0.1:9/none"})
    assert problems.keys() == {"database"}
    assert "hunter2" not in problems["database"]


def test_files_that_others_can_read(folder: Path, tmp_path: Path) -> None:
    key = tmp_path / "master.key"
    key.write_text(in_base64(OTHER_MASTER))
    given = {"LATCHKEY_DATA": str(folder), "LATCHKEY_MASTER_KEY_FILE": str(key)}

    def too_open() -> list[str]:
        findings = of_files(environment.read(given=given), given)
        return [finding.sentence for finding in findings if finding.level is Level.WARNING]

    key.chmod(0o640)
    assert too_open() == [f"{key} can be read by others. Run: chmod go= {key}"]
    key.chmod(0o600)
    assert too_open() == []
    (folder / "latchkey.db").chmod(0o640)
    assert too_open() == [], "nobody gets into the folder"
    folder.chmod(0o750)
    assert [sentence.split(" can ")[0] for sentence in too_open()] == [str(folder), f"{folder}/latchkey.db"]


async def test_a_record_that_does_not_fit_its_mark(healthy: dict[str, str]) -> None:
    AuditMarks(Path(healthy["LATCHKEY_DATA"])).advance([Head(TENANT, 99, bytes(32))])
    assert "latchkey audit verify" in (await found(healthy))["audit"]


async def test_notices_that_were_given_up(healthy: dict[str, str]) -> None:
    async def bury(database: Database) -> None:
        async with database.store.transaction(TENANT) as tx:
            await tx.say(Notice(kind=Kind.NOW_YOURS, to="U1", integration_id="i1"))
        (row,) = await database.outbox.claim(datetime.now(UTC), lease=timedelta(seconds=1), limit=1)
        assert await given_up(database.store, row, datetime.now(UTC), Outcome.NEVER)

    await asked(Path(healthy["LATCHKEY_DATA"]), bury)
    assert "1 notices could not be delivered" in (await found(healthy, Level.WARNING))["outbox"]


async def test_no_security_channel_or_one_the_bot_cannot_see(healthy: dict[str, str]) -> None:
    folder = Path(healthy["LATCHKEY_DATA"])
    await asked(folder, lambda database: _set_channel(database, "C0ELSEWHERE"))
    assert "/invite" in (await found(healthy))["security_channel"]
    await asked(folder, lambda database: _set_channel(database, None))
    assert "/integrations settings" in (await found(healthy, Level.WARNING))["security_channel"]


async def test_looking_for_pasted_tokens_takes_scopes_that_are_needless_without(
    healthy: dict[str, str],
) -> None:
    async def switch_on(database: Database) -> None:
        async with database.store.transaction(TENANT) as tx:
            on = replace(await tx.workspace(), pasted_tokens=True)
            await tx.set_workspace(on, by="UADA")

    await asked(Path(healthy["LATCHKEY_DATA"]), switch_on)
    assert "lacks channels:history, files:read, groups:history" in (await found(healthy))["scopes"]

    async with Sandbox(manifest=with_pasted_tokens(manifest())) as other:
        given = for_socket_mode(other, Path(healthy["LATCHKEY_DATA"]))
        assert await found(given) == {}
        assert await found(given, Level.WARNING) == {}


async def test_machines_read_json_and_the_exit_status(healthy: dict[str, str], tmp_path: Path) -> None:
    async with started(tmp_path, "doctor", given=healthy) as process:
        assert await process.ended() == 0
    assert any(line.startswith("ok       database:") for line in process.out)

    wrong = {**healthy, "SLACK_APP_TOKEN": "xapp-sandbox-of-yesterday"}
    async with started(tmp_path, "doctor", "--json", given=wrong) as process:
        assert await process.ended() == 1
    (problem,) = [each for each in json.loads("\n".join(process.out)) if each["level"] == "problem"]
    assert problem["about"] == "delivery"
