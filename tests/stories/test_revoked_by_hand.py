"""An operator revokes on the command line, because Slack is down: people read of it when Slack is back."""

from datetime import timedelta

from core.actions.revoke import revoke_all
from sandbox import Person
from tests.office import Office
from tests.stories.reminders.test_fleet_board import sets_channel

HOUR = timedelta(hours=1)
NAME = "Billing sync"


def heard(person: Person, place: str) -> list[str]:
    """What stands there of a token that was revoked."""
    said = [each.all_text for each in person.sees if place in each.channel_name]
    return [words for words in said if "revoked" in words]


async def test_owner_and_security_channel_read_of_it_once_when_slack_is_back(office: Office) -> None:
    token, down = await office.creates(office.ada, NAME), office.slack.faults
    await sets_channel(office, "security")
    down.sometimes("chat.postMessage", "http_503", 1, lambda: 0.0)
    await revoke_all(office.product.tools, office.slack.team_id, NAME)

    assert not await office.accepts(token)
    for _ in range(3):
        await office.pass_(HOUR)
    assert heard(office.ada, "dm") == heard(office.max, "security") == []

    down.clear()
    for _ in range(3):
        await office.pass_(HOUR)
    for reader, place in ((office.ada, "dm"), (office.max, "security")):
        (words,) = heard(reader, place)
        assert f"Every token of *{NAME}* was revoked by the operator (command line)." in words
        assert "no token that works" in words
