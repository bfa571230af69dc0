"""The report of a closed incident as files, below its checklist; and why they are not there."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from cli.manifest import manifest, with_report_files
from sandbox import Person, ShownMessage
from tests.databases import Clock
from tests.office import Office, open_office
from tests.stories.incidents.emergency import incident, prepared, reports, settles
from tests.stories.incidents.test_closing import closes


@pytest.fixture
async def sharing_office(sqlite_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[Office]:
    """In which the app may share files."""
    async with open_office(sqlite_url, clock, tmp_path, manifest=with_report_files(manifest())) as opened:
        yield opened
        assert opened.slack.problems == []


async def closed_report(office: Office) -> ShownMessage:
    """What stands below the checklist of an incident that was closed."""
    await prepared(office)
    card = await reports(office, office.ada)
    await closes(office.ada, card, "Done elsewhere")
    await settles(office)
    return next(each for each in office.ada.sees if ":lock:" in each.text)


async def asks_for_files(person: Person, closed: ShownMessage) -> str:
    """Returns what only they are told."""
    await person.clicks("Report as files", in_=closed)
    await person.waits_until(lambda: person.sees[-1].ephemeral)
    return person.sees[-1].text


def shared(person: Person) -> list[ShownMessage]:
    return [each for each in person.sees if each.files]


async def test_the_report_is_shared_as_two_files_below_the_checklist(sharing_office: Office) -> None:
    office = sharing_office
    token = await prepared(office)
    card = await reports(office, office.ada)
    await closes(office.ada, card, "Done elsewhere")
    await office.ada.waits_until(lambda: any(each.files for each in office.ada.sees))

    (message,) = [each for each in office.ada.sees if each.files]
    assert message.thread_ts == card.ts
    names = sorted(name.rpartition(".")[2] for name in message.files)
    assert names == ["html", "md"]
    for content in message.files.values():
        assert "Ada" in content
        assert "Done elsewhere" in content
        assert token not in content
    await settles(office)
    closed = next(each for each in office.ada.sees if ":lock:" in each.text)
    await office.adi.clicks("Report as files", in_=closed)
    await office.ada.waits_until(lambda: len([each for each in office.ada.sees if each.files]) == 2)


async def test_without_the_scope_the_button_says_how_it_is_printed(sqlite_office: Office) -> None:
    office = sqlite_office
    await prepared(office)
    card = await reports(office, office.ada)
    await closes(office.ada, card, "Done elsewhere")
    await settles(office)
    assert not any(each.files for each in office.ada.sees)
    closed = next(each for each in office.ada.sees if ":lock:" in each.text)
    await office.ada.clicks("Report as files", in_=closed)
    await office.ada.waits_until(lambda: "the app needs the scope `files:write`" in office.ada.sees[-1].text)

    assert office.ada.sees[-1].ephemeral
    assert f"latchkey incidents report {(await incident(office)).id} --html" in office.ada.sees[-1].text


@pytest.mark.parametrize(
    ("call", "error"),
    [
        ("files.getUploadURLExternal", "fatal_error"),
        ("files.completeUploadExternal", "channel_not_found"),
        ("files.completeUploadExternal", "ekm_access_denied"),
    ],
)
async def test_any_other_refusal_is_a_breakage_to_quote(
    sharing_office: Office, call: str, error: str
) -> None:
    office = sharing_office
    closed = await closed_report(office)
    office.slack.faults.next(call, "refuse", error=error)
    with capture_logs() as logged:
        told = await asks_for_files(office.ada, closed)

    (breakage,) = [each for each in logged if each["event"] == "breakage"]
    assert f"Quote `{breakage['reference']}`" in told
    assert error in str(breakage["exc_info"])
    assert "files:write" not in told
    assert error not in told, "details are for those who read the log"


async def test_a_closing_is_told_as_one_although_its_files_broke(sharing_office: Office) -> None:
    office = sharing_office
    office.slack.faults.next("files.completeUploadExternal", "refuse", error="fatal_error")
    with capture_logs() as logged:
        closed = await closed_report(office)

    assert "breakage" in [each["event"] for each in logged]
    assert shared(office.ada) == []
    await office.ada.clicks("Report as files", in_=closed)
    await office.ada.waits_until(lambda: len(shared(office.ada)) == 1)


async def test_a_month_later_nobody_knows_where_to_put_them(sharing_office: Office) -> None:
    office = sharing_office
    closed = await closed_report(office)
    await office.pass_(timedelta(days=31))
    told = await asks_for_files(office.ada, closed)

    assert "the place of its checklist is not known" in told
    assert f"latchkey incidents report {(await incident(office)).id} --html" in told
    assert "files:write" not in told
