"""What may happen to tokens, so that its alarms are in the pictures."""

import os
from dataclasses import replace
from datetime import timedelta

from core.actions.leak import report_leak
from core.audit import SCANNER
from core.leaks.brake import MOST
from core.leaks.report import Report, Source
from core.secret import Secret
from tests.office import Office, tokens_seen_by
from tests.storage.making import an_integration, confirmed, offering
from tools.screenshots.fleet import settle
from tools.screenshots.use import tried

DECOY, WIDGET = "Decoy in the wiki", "Chat widget"
_GITHUB = "https://github.com/infinite-example/{}/blob/main/.env"


async def after_alarms(office: Office) -> None:
    await _plants_decoy(office)
    await tried(office)
    await _asks_first(office, await office.creates(office.ada, WIDGET, scopes=["conversations.write"]))
    await settle(office)


async def _plants_decoy(office: Office) -> None:
    ada = office.ada
    ada.reloads()
    await ada.opens_home()
    await ada.waits_until(lambda: ada.home and "Plant a decoy" in ada.home.buttons)
    await ada.clicks("Plant a decoy", in_=ada.home)
    await ada.waits_until(lambda: ada.modal and ada.modal.submit)
    await ada.fills(name=DECOY, planted="the wiki page about deploy keys")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "Show token" in ada.modal.all_text)
    await ada.closes(everything=True)
    await settle(office)
    await ada.clicks("Show token")
    await ada.waits_until(lambda: tokens_seen_by(ada))
    await ada.clicks("I saved it")
    await ada.waits_until(lambda: not tokens_seen_by(ada))


async def _asks_first(office: Office, token: str) -> None:
    """Its token is found, and somebody has to decide."""
    ada = office.ada
    await ada.types(f"/integrations edit {WIDGET}")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Review")
    await ada.fills(on_leak="Alert its people, and let them decide")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Save")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "is changed" in ada.modal.all_text)
    await ada.closes(everything=True)
    secret = Secret.parse(token)
    assert secret is not None
    await _found(office, secret, "chat-widget")


async def _found(office: Office, secret: Secret, repository: str) -> None:
    url = _GITHUB.format(repository)
    report = Report(secret=secret, source=Source.GITHUB, by=SCANNER, url=url, kind="commit")
    await report_leak(office.product.tools, report)


async def after_max_has_left(office: Office) -> None:
    office.slack.deactivate(office.max)
    await office.slack.settles()
    await settle(office)


async def after_many_leaks(office: Office) -> None:
    """A whole chain of shops has its tokens in one repository: too many to be revoked unasked."""
    for number in range(MOST + 2):
        await _found(office, await _till(office, f"Till {number + 1}"), f"till-{number + 1}")
    await settle(office)
    office.clock.pass_(timedelta(minutes=20))


async def _till(office: Office, name: str) -> Secret:
    """By hand it would take a while."""
    secret, now = Secret.mint("pit", os.urandom), office.clock.now
    made = replace(
        an_integration(now, name, office.slack.team_id), owner=office.ada.id, created_by=office.ada.id
    )
    async with office.product.tools.store.transaction(office.slack.team_id) as tx:
        await tx.add(confirmed(await offering(tx, made, secret, now), now), by=office.ada.id)
    return secret
