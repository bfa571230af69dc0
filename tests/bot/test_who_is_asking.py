"""Slack says who somebody is, at that moment. While it does not, or not wholly, the answer is no."""

from typing import Any

import pytest

from bot.people import facts
from sandbox.faults import Kind
from tests.office import Office, everything

HOME = "T0SANDBOX"
MEMBER: dict[str, Any] = {
    "id": "U1",
    "team_id": HOME,
    "deleted": False,
    "is_bot": False,
    "is_restricted": False,
    "is_ultra_restricted": False,
}


@pytest.mark.parametrize("kind", ["refuse", "http_500", "garbage", "reset_after"])
async def test_while_slack_does_not_say_who_it_is_nothing_is_done(sqlite_office: Office, kind: Kind) -> None:
    ada = sqlite_office.ada
    sqlite_office.slack.faults.next("users.info", kind, times=9)
    await ada.types("/integrations create")
    await ada.waits_until(lambda: "Slack did not say who you are" in everything(ada))

    assert ada.modal is not None
    assert ada.modal.submit is None


def test_a_full_member_is_one() -> None:
    assert facts(HOME, MEMBER).is_full_member


def test_slackbot_is_a_bot_although_slack_says_otherwise() -> None:
    assert not facts(HOME, MEMBER | {"id": "USLACKBOT"}).is_full_member


@pytest.mark.parametrize("missing", sorted(MEMBER.keys() - {"id"}))
def test_of_whom_slack_leaves_out_a_fact_nobody_assumes_the_best(missing: str) -> None:
    known = {name: fact for name, fact in MEMBER.items() if name != missing}
    assert not facts(HOME, known).is_full_member


def test_no_privilege_is_assumed_either() -> None:
    somebody = facts(HOME, MEMBER)
    assert [somebody.is_admin, somebody.is_owner, somebody.is_primary_owner] == [False, False, False]
