"""A third party has moved, but for one machine: the owner hears which. Or somebody else has the old token."""

from datetime import timedelta

from tests.office import Office, everything
from tests.stories.gateway import CRON, CURL, Caller, a_gateway
from tests.stories.test_overlap_controls import in_overlap, shows


async def test_the_owner_hears_who_was_forgotten(office: Office) -> None:
    ada, gateway = office.ada, await a_gateway(office)
    old, new = await in_overlap(office, ada)
    assert await gateway.passes((old, CURL), (old, CRON), (new, CURL)) == [True] * 3
    await shows(ada, "Billing sync")
    await ada.clicks("Expire old token now")
    await ada.waits_until(lambda: ada.modal and "is refused from now on" in ada.modal.all_text)
    await ada.closes()
    assert await gateway.passes((old, CRON), (new, CURL)) == [False, True]
    for _ in range(2):
        await office.tick()
    await ada.waits_until(lambda: "It seems that one was forgotten" in everything(ada))
    (message,) = [each for each in ada.sees if "forgotten" in each.all_text]
    assert "198.51.100.0/24" in message.all_text
    assert "203.0.113.0/24" not in message.all_text


async def test_a_stranger_with_an_old_token_is_an_incident_that_touches_nothing(office: Office) -> None:
    ada, gateway = office.ada, await a_gateway(office)
    old, new = await in_overlap(office, ada)
    assert await gateway.passes((old, CURL), (new, CURL)) == [True] * 2
    await shows(ada, "Billing sync")
    await ada.clicks("Expire old token now")
    await ada.waits_until(lambda: ada.modal and "is refused from now on" in ada.modal.all_text)
    await ada.closes()
    office.clock.pass_(timedelta(hours=1))
    assert await gateway.passes((old, Caller("192.0.2.66", "python-requests/2.32"))) == [False]
    for _ in range(4):
        await office.tick()
    await ada.waits_until(lambda: "Incident P4: Billing sync" in everything(ada))
    assert "nothing that works was touched" in everything(ada)
    assert "tried from 192.0.2.0/24 python-requests" in everything(ada)
    assert await office.accepts(new)
