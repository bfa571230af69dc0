"""Promise D for tokens that people bring: pasted, edited in, in a file, reported, asked about."""

import io
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from cli.manifest import with_pasted_tokens
from sandbox import Person
from tests.databases import Clock
from tests.office import MANIFEST, Office, open_office
from tests.proofs.artefacts import Witness, left_behind, logging_everything
from tests.proofs.search import Search
from tests.proofs.test_a_token_is_nowhere_in_clear import _let_the_server_log_everything
from tests.stories.test_found_a_token import REPORT, asks, reads
from tests.stories.test_pasted_tokens import switches_it_on, told


@dataclass
class Scene:
    office: Office
    witness: Witness
    stderr: io.StringIO


@pytest.fixture
async def scene(
    database_url: str, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Scene]:
    """The app may read messages, and everything is logged that can be."""
    if database_url.startswith("postgres"):
        _let_the_server_log_everything(database_url)
    witness, stderr = Witness(), io.StringIO()
    witness.watch(monkeypatch)
    monkeypatch.setattr(sys, "stderr", stderr)
    manifest, talkative = with_pasted_tokens(MANIFEST), {"LATCHKEY_LOG_LEVEL": "DEBUG"}
    with logging_everything(witness.unredacted):
        async with open_office(database_url, clock, tmp_path, talkative, manifest) as office:
            yield Scene(office, witness, stderr)


@pytest.mark.slow
async def test_whatever_is_found_is_kept_logged_and_repeated_nowhere(scene: Scene) -> None:
    office, witness = scene.office, scene.witness
    await switches_it_on(office)
    tokens = [await office.creates(office.ada, f"Integration {number}") for number in range(8)]
    await _all_ways_to_find_one(office, tokens[:5])
    await _all_ways_with_something_going_wrong(office, tokens[5:])
    await _everything_is_deleted(office, office.mia, office.ada, office.adi)
    await office.tick()

    assert len(witness.minted) >= 8
    search = Search(witness.minted)
    for name, artefact in (await left_behind(office, witness, scene.stderr.getvalue())).items():
        assert len(artefact) > 100, f"{name}: nothing was looked at"
        assert search.hits(artefact) == set(), name


async def _all_ways_to_find_one(office: Office, tokens: list[str]) -> None:
    ada, mia = office.ada, office.mia
    await mia.types(f"pasted: {tokens[0]}")
    await mia.types("one moment")
    await mia.edits(mia.sees[-1], f"edited in: `{tokens[1]}`")
    await mia.shares_file("settings.ini", "\n" * 20 + f"token={tokens[2]}", f"and {tokens[2][:30]}")
    await office.comes_to_rest()
    await _reported(office, ada, tokens[3])
    await _reported(office, office.max, tokens[3])
    await asks(ada, tokens[4])
    await reads(ada, "Integration 4")
    await ada.closes(everything=True)
    await asks(office.max, tokens[4])
    await reads(office.max, "Thank you")
    await office.max.closes(everything=True)
    assert [await office.accepts(token) for token in tokens] == [False] * 5


async def _all_ways_with_something_going_wrong(office: Office, tokens: list[str]) -> None:
    """Nobody can be told, no file be read, nothing be drawn: breakages with a token in hand."""
    ada, mia, faults = office.ada, office.mia, office.slack.faults
    faults.next("chat.postEphemeral", "garbage")
    await mia.types(tokens[0])
    await office.comes_to_rest()
    faults.next("files.info", "http_500", 3)
    faults.next("chat.postEphemeral", "refuse")
    await mia.shares_file("settings.ini", "\n" * 20 + tokens[1], tokens[1])
    await office.comes_to_rest()
    faults.clear()
    faults.next("views.update", "garbage")
    await _reported(office, ada, tokens[2], "fault")
    faults.next("users.info", "refuse", 2)
    await ada.uses_message_shortcut(REPORT, ada.sees[-1])
    await reads(ada, "did not say who you are")
    await ada.closes(everything=True)


async def _reported(office: Office, person: Person, token: str, words: str = "token") -> None:
    office.mia.channel = "random"
    await office.mia.types(token)
    office.mia.channel = "general"
    await person.uses_message_shortcut(REPORT, person.sees[-1])
    await reads(person, words)
    await person.closes(everything=True)


async def _everything_is_deleted(office: Office, *people: Person) -> None:
    """What people said themselves is theirs; after this, whatever is left is ours."""
    assert told(office.mia)
    for person in people:
        for message in person.sees:
            if not message.from_bot and message.message.user_id == person.id:
                await person.deletes(message)
    await office.comes_to_rest()
