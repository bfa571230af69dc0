"""A decoy is planted from the Home tab; whoever tries its token is heard of within seconds."""

import aiohttp

from cli.wiring import product
from core.incidents.kinds import Severity, Way
from tests.office import Office, everything
from tests.stories.gateway import Caller, Gateway, a_gateway
from tests.stories.incidents.emergency import (
    checklist,
    incident,
    prepared,
    reads,
    responds,
    sees_dialog,
    settles,
)

THIEF = Caller("192.0.2.66", "python-requests/2.32")


async def plants(office: Office) -> str:
    """Returns its token."""
    ada = office.ada
    await ada.opens_home()
    await ada.waits_until(lambda: ada.home and "Plant a decoy" in ada.home.buttons)
    await ada.clicks("Plant a decoy")
    await reads(ada, "opens nothing")
    await ada.fills(name="Decoy in the wiki", planted="the wiki page “Deploy keys”")
    await ada.submits()
    await reads(ada, "Show token")
    await ada.closes()
    await settles(office)
    await ada.clicks("Show token")
    return await office.is_shown_a_token(ada)


async def refused(gateway: Gateway, token: str) -> None:
    assert await gateway.passes((token, THIEF)) == [False]


async def test_it_opens_nothing_and_its_first_use_is_an_incident(office: Office) -> None:
    ada = office.ada
    real = await prepared(office)
    token = await plants(office)
    assert "It is a decoy, to be planted at “the wiki page “Deploy keys””" in everything(ada)
    await ada.clicks("I saved it")
    await ada.waits_until(lambda: token not in everything(ada))
    assert "Decoy in the wiki* is a decoy" in everything(ada)
    await refused(await a_gateway(office), token)

    card = await checklist(office)
    assert card.channel == (await incident(office)).place
    assert card.text.startswith("Incident P4: Decoy in the wiki.")
    where = "decoy planted at the wiki page “Deploy keys” was tried by python-requests from 192.0.2.0/24"
    assert where in card.text
    assert "No personal data was in reach." in card.text
    assert await office.accepts(real)


async def test_whoever_asks_what_it_is_for_is_heard_of_too(sqlite_office: Office) -> None:
    office = sqlite_office
    await prepared(office)
    token = await plants(office)
    async with (
        product(office.product.settings, now=office.clock, parts={"api"}) as running,
        aiohttp.ClientSession(headers={"User-Agent": THIEF.agent}) as web,
        web.get(f"{running.api_url}/v1/whoami", headers={"Authorization": f"Bearer {token}"}) as answer,
    ):
        assert answer.status == 401
    where = "was tried by python-requests from 127.0.0.0/24, through /v1/whoami"
    assert where in (await checklist(office)).text


async def test_the_fleet_and_its_own_page_say_what_it_is(sqlite_office: Office) -> None:
    office, ada = sqlite_office, sqlite_office.ada
    await plants(office)
    await ada.opens_home()
    await ada.waits_until(lambda: ada.home and "decoy, planted at “the wiki page" in ada.home.all_text)
    await ada.types("/integrations show Decoy in the wiki")
    words = await reads(ada, "What happened last")
    assert "Never: it is a decoy" in words
    assert "is planted since" in words
    assert ada.modal is not None
    assert not {"Edit", "Rotate"} & set(ada.modal.buttons)


async def test_it_cannot_be_rotated_by_command_either(sqlite_office: Office) -> None:
    office, ada = sqlite_office, sqlite_office.ada
    await plants(office)
    await ada.types("/integrations rotate Decoy in the wiki")
    await reads(ada, "is a decoy: it opens nothing")


async def test_where_it_is_planted_has_to_be_said(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    await ada.opens_home()
    await ada.waits_until(lambda: ada.home and "Plant a decoy" in ada.home.buttons)
    await ada.clicks("Plant a decoy")
    await reads(ada, "opens nothing")
    await ada.fills(name="Decoy", planted="\u200b")
    await ada.submits()
    assert ada.modal is not None
    assert ada.modal.errors == {"planted": "Please write something."}


async def test_reported_it_is_revoked_whatever_was_chosen(sqlite_office: Office) -> None:
    office, ada = sqlite_office, sqlite_office.ada
    await plants(office)
    await ada.types("/compromised Decoy in the wiki")
    words = await sees_dialog(ada)
    assert "*Exposed:* nothing. It is a decoy." in words
    assert "The new one" not in await responds(ada, "Rotate now")
    done = await incident(office)
    assert (done.severity, done.way) == (Severity.P4, Way.REVOKE)
