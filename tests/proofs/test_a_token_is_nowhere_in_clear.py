"""Promise D: a token is in clear in one message, and nowhere else, however it is written and cut."""

import io
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from slack_sdk.errors import SlackApiError

from sandbox.faults import Kind
from tests.databases import Clock
from tests.office import Office, everything, open_office, tokens_seen_by
from tests.proofs.artefacts import Witness, left_behind, logging_everything
from tests.proofs.ledger import ledger_at
from tests.proofs.search import PIECE, Search

DELIVERIES_GONE_WRONG: tuple[Kind, ...] = ("refuse", "reset_after", "garbage")
SPEECHLESS: list[tuple[str, Kind]] = [("views.update", "refuse")] * 2
"""Neither what came of it nor that it broke can be said."""


@dataclass
class Scene:
    office: Office
    witness: Witness
    stderr: io.StringIO

    async def left_behind(self) -> dict[str, bytes]:
        return await left_behind(self.office, self.witness, self.stderr.getvalue())


@pytest.fixture
async def scene(
    database_url: str,
    clock: Clock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Scene]:
    if database_url.startswith("postgres"):
        _let_the_server_log_everything(database_url)
    witness, stderr = Witness(), io.StringIO()
    witness.watch(monkeypatch)
    monkeypatch.setattr(sys, "stderr", stderr)
    with logging_everything(witness.unredacted):
        async with open_office(database_url, clock, tmp_path, {"LATCHKEY_LOG_LEVEL": "DEBUG"}) as office:
            yield Scene(office, witness, stderr)


def _let_the_server_log_everything(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        name = connection.info.dbname
        for setting in (
            "log_statement = 'all'",
            "log_min_duration_statement = 0",
            "log_error_verbosity = verbose",
        ):
            connection.execute(f"ALTER DATABASE {name} SET {setting}".encode())


async def test_a_token_is_in_clear_in_one_message_and_nowhere_else(scene: Scene) -> None:
    await _a_day_at_the_office(scene.office)
    witness, search = scene.witness, Search(scene.witness.minted)

    assert len(witness.minted) >= 8
    for token in witness.minted:
        assert sum(token in body for _, body in witness.requests) == 1, "sent once"
    for name, artefact in (await scene.left_behind()).items():
        assert len(artefact) > 100, f"{name}: nothing was looked at"
        assert search.hits(artefact) == set(), name

    await _leave_behind(scene, witness.minted[-1][10 : 10 + PIECE])
    artefacts = await scene.left_behind()
    blind = {name for name, artefact in artefacts.items() if not search.hits(artefact)}
    assert blind == {"metrics"}, "they take numbers only; everywhere else a piece of a token is found"


async def _a_day_at_the_office(office: Office) -> None:
    """Tokens that are saved, lost, refused, collected, cancelled; and breakages with a token in hand."""
    ada, mia = office.ada, office.mia
    assert await office.accepts(await office.creates(ada, "Billing sync"))
    await _lost_and_made_again(office)
    await _collected_by_a_colleague(office)
    for kind in DELIVERIES_GONE_WRONG:
        await office.creates(ada, f"With {kind}")
    for kind in DELIVERIES_GONE_WRONG:
        await _asks_for_a_rotation(office, f"With {kind}", ("response_url", kind), *SPEECHLESS)
    await office.rotates(ada, "Billing sync")
    await office.pass_(timedelta(hours=1))
    assert not tokens_seen_by(mia)


async def _asks_for_a_rotation(office: Office, name: str, *faults: tuple[str, Kind]) -> None:
    """Until all that was to go wrong has gone wrong, and whatever can be said is on the screen."""
    ada = office.ada
    await ada.types(f"/integrations rotate {name}")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit)
    for target, kind in faults:
        office.slack.faults.next(target, kind)
    await ada.submits()
    await ada.waits_until(lambda: not office.slack.faults.describe()["waiting"])
    stuck = "views.update" in str(faults)
    await ada.waits_until(lambda: stuck or "Making the new token" not in everything(ada))
    await ada.closes()


async def _lost_and_made_again(office: Office) -> None:
    ada = office.ada
    await _asks_for_a_rotation(office, "Billing sync", ("response_url", "lost"))
    await office.pass_(timedelta(hours=1))
    await ada.waits_until(lambda: "nobody has confirmed it" in everything(ada))
    await ada.clicks("I did not get it")
    await office.is_shown_a_token(ada)
    await ada.clicks("I saved it")
    await ada.waits_until(lambda: not tokens_seen_by(ada))


async def _collected_by_a_colleague(office: Office) -> None:
    ada, mia = office.ada, office.mia
    await office.fills_create_form(ada, "For Mia", recipient=mia.id)
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "gets a direct message" in ada.modal.all_text)
    await ada.closes()
    await office.tick()
    await mia.clicks("Show token")
    await office.is_shown_a_token(mia)
    await mia.clicks("I saved it")
    await mia.waits_until(lambda: not tokens_seen_by(mia))


async def _leave_behind(scene: Scene, piece: str) -> None:
    """What a careless change would do, in each place."""
    slack = scene.office.product.slack
    assert slack is not None
    logging.getLogger("a.careless.library").debug("sent %s", piece)
    await slack.desk.client.chat_postMessage(channel=scene.office.ada.id, text=piece)
    with suppress(SlackApiError):
        await slack.desk.client.users_info(user=piece)
    with ledger_at(scene.office.product.settings.database) as ledger:
        for table, column in (
            ("integrations", "description"),
            ("outbox", "error"),
            ("intents", "actor"),
            ("audit", "subject_name"),
        ):
            ledger.run(f"UPDATE {table} SET {column} = :piece", piece=piece)  # noqa: S608 - names of ours
