"""A third party has moved, but for one machine: the owner hears which."""

from tests.office import Office, everything
from tests.stories.gateway import CRON, CURL, a_gateway
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
