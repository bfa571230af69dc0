"""Uninstalling the app ends nothing: tokens go on verifying."""

from structlog.testing import capture_logs

from tests.office import Office
from tests.proofs.deliveries import settled


async def test_tokens_go_on_verifying_after_an_uninstall(office: Office) -> None:
    token = await office.creates(office.ada, "Billing")
    before = await office.events()
    with capture_logs() as logs:
        await office.slack.uninstall()
        await settled(office)

    told = [entry["event"] for entry in logs]
    assert "app_uninstalled" in told
    assert "slack_token_revoked" in told
    assert await office.accepts(token)
    assert await office.events() == before
