"""Slack, or a proxy on the way, answers with an error page instead of Slack's own words."""

import pytest
from slack_sdk.errors import SlackApiError

from bot.slack_code import code_of
from tests.office import Office, everything


async def test_a_person_is_told_that_it_did_not_work(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    sqlite_office.slack.faults.next("views.open", "http_500")
    await ada.types("/integrations create")

    await ada.waits_until(lambda: "Quote `" in everything(ada))


@pytest.mark.parametrize(
    ("answer", "code"), [("upstream error", ""), ({"error": "fatal_error"}, "fatal_error"), ({}, "")]
)
def test_only_slacks_own_word_is_a_code(answer: dict[str, str] | str, code: str) -> None:
    assert code_of(SlackApiError("", answer)) == code  # type: ignore[no-untyped-call]
