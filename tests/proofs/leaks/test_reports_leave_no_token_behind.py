"""Reports carry tokens in clear from outside: none of it is in a log or in the database afterwards."""

import json
from collections.abc import Iterator

import pytest

from core.secret import Secret
from storage.tables import metadata
from tests.proofs.artefacts import logging_everything
from tests.proofs.leaks.counter import Desk, finding
from tests.proofs.ledger import ledger_at
from tests.proofs.search import Search
from tests.storage.making import a_secret


def everything_in(url: str) -> Iterator[bytes]:
    with ledger_at(url) as ledger:
        for table in metadata.tables:
            yield repr(ledger.rows(f"SELECT * FROM {table}")).encode()  # noqa: S608 - names of ours


def repeating(secret: Secret, number: int) -> dict[str, str]:
    """A finding that says its token in every field."""
    token = secret.reveal()
    return {
        "token": token,
        "type": f"latchkey {token}",
        "url": f"https://example.org/{number}/{token}",
        "source": token,
        token: token,
    }


async def test_what_is_reported_is_neither_logged_nor_kept(
    desk: Desk, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    held = [(await desk.door.integration(f"Integration {number}"))[1] for number in range(4)]
    stranger, unredacted = a_secret(), list[str]()
    with logging_everything(unredacted):
        by_github = [*map(repeating, [*held[:2], stranger], range(3)), finding(held[0])]
        assert (await desk.reported(*by_github)).status == 200
        for number, secret in enumerate([*held[2:], stranger]):
            told = {**repeating(secret, number), "note": f"Here: {secret.reveal()}"}
            assert (await desk.held_by_somebody(json.dumps(told).encode())).status == 202
        bad = json.dumps(by_github).encode()
        assert (await desk.posted(bad + b" ", desk.key.headers(bad))).status == 401
        assert (await desk.posted(bad[:-1], desk.key.headers(bad[:-1]))).status == 400
    search = Search([each.reveal() for each in [*held, stranger]])
    assert search.hits(held[0].reveal().encode()), "it would be found"
    logged = "\n".join(unredacted) + capsys.readouterr().err
    assert "github_reported_leaks" in logged
    assert search.hits(logged.encode()) == set()
    assert [hit for table in everything_in(database_url) for hit in search.hits(table)] == []
