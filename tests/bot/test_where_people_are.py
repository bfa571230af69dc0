"""For reminders, Slack is asked where somebody is: once an hour, and whoever has gone is gone."""

from datetime import timedelta

import pytest

from bot.people import WhoAreYou
from bot.whereabouts import whereabouts
from core.reminders.ports import Whereabouts
from tests.office import Office

MINUTE = timedelta(minutes=1)


@pytest.fixture
def where(sqlite_office: Office) -> Whereabouts:
    assert sqlite_office.product.slack is not None
    return whereabouts(sqlite_office.product.slack.desk)


def asked(office: Office) -> int:
    return [call.method for call in office.slack.calls].count("users.info")


async def test_slack_is_asked_once_an_hour(sqlite_office: Office, where: Whereabouts) -> None:
    office, team, mia = sqlite_office, sqlite_office.slack.team_id, sqlite_office.mia.id
    before = asked(office)
    assert {(await where(team, mia)).time_zone for _ in range(3)} == {"America/New_York"}
    assert asked(office) == before + 1
    office.clock.pass_(59 * MINUTE)
    await where(team, mia)
    assert asked(office) == before + 1
    office.clock.pass_(MINUTE)
    await where(team, mia)
    assert asked(office) == before + 2


async def test_a_clock_that_was_put_back_does_not_make_old_news_fresh(
    sqlite_office: Office, where: Whereabouts
) -> None:
    office, before = sqlite_office, asked(sqlite_office)
    await where(office.slack.team_id, office.mia.id)
    office.clock.pass_(-24 * 60 * MINUTE)
    await where(office.slack.team_id, office.mia.id)
    assert asked(office) == before + 2


async def test_somebody_whom_slack_does_not_know_has_gone(where: Whereabouts, sqlite_office: Office) -> None:
    assert (await where(sqlite_office.slack.team_id, "U0NOBODY0")).is_deactivated


async def test_silence_is_not_taken_for_an_answer(where: Whereabouts, sqlite_office: Office) -> None:
    sqlite_office.slack.faults.next("users.info", "http_500", times=9)
    with pytest.raises(WhoAreYou):
        await where(sqlite_office.slack.team_id, sqlite_office.mia.id)
    sqlite_office.slack.faults.clear()
    assert not (await where(sqlite_office.slack.team_id, sqlite_office.mia.id)).is_deactivated


async def test_not_everybody_who_ever_was_is_remembered(
    where: Whereabouts, sqlite_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.whereabouts.MOST", 2)
    office, before = sqlite_office, asked(sqlite_office)
    for person in (office.ada, office.mia, office.max, office.ada):
        await where(office.slack.team_id, person.id)
    assert asked(office) == before + 4
