"""What is said unasked fits what is the case when it is said, and who reads it."""

from dataclasses import replace

import pytest

from bot.message import Message
from bot.notices import message
from core.delivery import Outcome
from core.evidence import Usage
from core.integration import Integration
from core.notices import Kind, Notice, Outgoing
from tests.core.examples import NOW, a_handover, an_integration, current, offered
from tests.office import Office

OWNER, RECIPIENT = "U-OLIVE", "U-BOB"


def swept(integration: Integration, *, to: str = OWNER, old_works: str = "") -> Message | None:
    """What is said of a token that nobody confirmed; `old_works` is what was the case at that moment."""
    facts = {"old_works": old_works}
    notice = Notice(kind=Kind.NEVER_CONFIRMED, to=to, integration_id=integration.id, facts=facts)
    return message(replace(integration, owner=OWNER), notice, NOW, Usage())


def test_an_owner_without_a_token_is_given_the_button_for_a_new_one() -> None:
    said = swept(an_integration())

    assert said is not None
    assert "no token that works" in said.text
    assert [block.type for block in said.blocks] == ["section", "actions"]


def test_an_owner_whose_old_token_works_is_told_so() -> None:
    said = swept(an_integration(current()), old_works="yes")

    assert said is not None
    assert "The old token still works" in said.text


def test_a_recipient_is_sent_to_the_owner_and_given_no_button_that_refuses_them() -> None:
    said = swept(an_integration(), to=RECIPIENT)

    assert said is not None
    assert f"<@{OWNER}>" in said.text
    assert [block.type for block in said.blocks] == ["section"]


@pytest.mark.parametrize(
    "integration",
    [an_integration(current()), an_integration(offered()), an_integration(handover=a_handover())],
    ids=["confirmed", "offered", "waiting"],
)
def test_nobody_is_alarmed_once_there_is_another_token(integration: Integration) -> None:
    assert swept(integration) is None


async def test_while_the_app_is_installed_again_nothing_is_given_up(sqlite_office: Office) -> None:
    await sqlite_office.creates(sqlite_office.ada, "Billing")
    integration = await sqlite_office.integration("Billing")
    await sqlite_office.slack.uninstall()
    slack, team = sqlite_office.product.slack, sqlite_office.slack.team_id
    assert slack is not None
    kind, ada = Kind.OVERLAP_ENDED, sqlite_office.ada.id
    notice = Notice(kind=kind, to=ada, integration_id=integration.id)
    told = await slack.voice.tell(Outgoing(id="n", tenant=team, notice=notice, created_at=NOW, attempts=0))

    assert (told.outcome, told.error) == (Outcome.RETRY, "account_inactive")
