"""What an operator can do while Slack is down: look, and kill a token."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.audit import OPERATOR
from core.evidence import Caller, UseCount
from core.notices import Kind, Notice
from storage.database import Database
from tests.cli.commands import OTHER_MASTER, Latchkey, in_base64, settings
from tests.cli.filled import Filled, with_token
from tests.storage.making import TENANT, a_secret


async def _events(database: Database) -> list[tuple[str, str]]:
    return [(entry.event.value, entry.actor) async for entry in database.audit.entries(TENANT)]


async def _waiting(database: Database) -> list[Notice]:
    return [each.notice for each in await database.outbox.due(datetime.now(UTC) + timedelta(days=1), 100)]


def test_integrations_are_listed_for_people_and_for_machines(latchkey: Latchkey, filled: Filled) -> None:
    table = latchkey("integrations", "list", **settings(filled.folder))
    assert table.code == 0
    assert "Billing sync" in table.out
    (listed,) = json.loads(latchkey("integrations", "list", "--json", **settings(filled.folder)).out)
    assert (listed["name"], listed["state"], listed["owner"]) == ("Billing sync", "healthy", "UOWNER")


def test_one_integration_is_shown_with_its_tokens_but_never_a_token(
    latchkey: Latchkey, filled: Filled
) -> None:
    shown = latchkey("integrations", "show", "billing SYNC", **settings(filled.folder))
    plain = json.loads(
        latchkey("integrations", "show", "Billing sync", "--json", **settings(filled.folder)).out
    )
    (token,) = plain["tokens"]
    assert (token["state"], token["last_four"]) == ("current", filled.secret.last_four)
    assert "current" in shown.out
    assert filled.secret.reveal() not in shown.out + json.dumps(plain)


def test_who_uses_it_is_shown_with_it(latchkey: Latchkey, filled: Filled) -> None:
    show, here = ("integrations", "show", "Billing sync"), settings(filled.folder)
    assert "It was never used." in latchkey(*show, **here).out
    at, token = datetime(2027, 3, 1, 9, tzinfo=UTC), filled.integration.tokens[0]
    use = UseCount(
        tenant=filled.integration.tenant,
        integration_id=filled.integration.id,
        token_id=token.id,
        caller=Caller("gateway-1", "203.0.113.0/24", "curl"),
        first_at=at,
        last_at=at,
        count=12,
    )
    nobody, later = Caller("gateway-1"), at + timedelta(hours=1)
    tried = replace(use, caller=nobody, refused=True, last_at=later, count=3)
    filled.ask(lambda database: database.uses.add([use, tried]))

    shown, plain = latchkey(*show, **here).out, json.loads(latchkey(*show, "--json", **here).out)
    assert [(each["refused"], each["count"], each["version"]) for each in plain["uses"]] == [
        (True, 3, 1),
        (False, 12, 1),
    ]
    for words in ("203.0.113.0/24", "curl", "refused", "not told", "2027-03-01T10:00:00"):
        assert words in shown


def test_a_mistyped_name_gets_suggestions(latchkey: Latchkey, filled: Filled) -> None:
    ended = latchkey("integrations", "show", "Biling sync", **settings(filled.folder))
    assert ended.code == 1
    assert "Did you mean “Billing sync”?" in ended.err


def test_every_token_of_an_integration_is_killed_by_its_name(latchkey: Latchkey, filled: Filled) -> None:
    assert filled.accepts()
    ended = latchkey("revoke", "Billing sync", **settings(filled.folder))
    assert ended.code == 0
    assert "Billing sync" in ended.out
    assert not filled.accepts()
    assert filled.ask(_events)[-1] == ("token:revoke", OPERATOR)


@pytest.mark.parametrize("by", ["name", "token"])
def test_its_owner_will_read_of_it_and_the_operator_reads_what_to_do_if_it_leaked(
    by: str, latchkey: Latchkey, filled: Filled
) -> None:
    words, stdin = (["Billing sync"], "") if by == "name" else (["--token-stdin"], filled.secret.reveal())
    ended = latchkey("revoke", *words, stdin=stdin, **settings(filled.folder))
    assert "--compromised opens an incident" in ended.out.splitlines()[-1]
    (waiting,) = filled.ask(_waiting)
    assert (waiting.kind, waiting.to, waiting.facts["by"]) == (Kind.TOKEN_REVOKED, "UOWNER", OPERATOR)

    opened = latchkey("revoke", *words, "--compromised", stdin=stdin, **settings(filled.folder))
    assert opened.code == 0
    assert "The incident" in opened.out.splitlines()[-1]


def test_one_token_is_killed_without_ever_being_shown(latchkey: Latchkey, filled: Filled) -> None:
    token = filled.secret.reveal()
    ended = latchkey("revoke", "--token-stdin", stdin=f"{token}\n", **settings(filled.folder))
    assert ended.code == 0
    assert "Billing sync" in ended.out
    assert token not in ended.out + ended.err
    assert not filled.accepts()


def test_killing_a_dead_token_again_is_no_mistake(latchkey: Latchkey, filled: Filled) -> None:
    for _ in range(2):
        ended = latchkey("revoke", "--token-stdin", stdin=filled.secret.reveal(), **settings(filled.folder))
        assert ended.code == 0
    assert [event for event, _ in filled.ask(_events)].count("token:revoke") == 1


@pytest.mark.parametrize("text", ["", "hunter2", "pit_" + "0" * 49])
def test_what_is_no_token_is_refused_and_not_repeated(latchkey: Latchkey, filled: Filled, text: str) -> None:
    ended = latchkey("revoke", "--token-stdin", stdin=text, **settings(filled.folder))
    assert (ended.code, ended.out) == (1, "")
    assert not text or text not in ended.err


def test_a_token_of_somebody_else_is_not_revoked(latchkey: Latchkey, filled: Filled) -> None:
    ended = latchkey("revoke", "--token-stdin", stdin=a_secret().reveal(), **settings(filled.folder))
    assert (ended.code, ended.err) == (1, "That token is not in this database.\n")


@pytest.mark.parametrize("words", [(), ("Billing sync", "--token-stdin")])
def test_a_name_or_a_token_not_both_and_not_neither(
    latchkey: Latchkey, filled: Filled, words: tuple[str, ...]
) -> None:
    assert latchkey("revoke", *words, **settings(filled.folder)).code == 2
    assert filled.accepts()


def test_with_several_workspaces_one_must_be_named(latchkey: Latchkey, filled: Filled) -> None:
    filled.ask(lambda database: with_token(database, a_secret(), tenant="T2"))
    unsure = latchkey("revoke", "Billing sync", **settings(filled.folder))
    assert unsure.code == 1
    assert "T1, T2" in unsure.err
    wrong = latchkey("revoke", "Billing sync", "--workspace", "T3", **settings(filled.folder))
    assert (wrong.code, "T1, T2" in wrong.err) == (1, True)
    assert filled.accepts()
    assert latchkey("revoke", "Billing sync", "--workspace", "T1", **settings(filled.folder)).code == 0
    assert not filled.accepts()


def test_an_empty_database_says_so(latchkey: Latchkey, filled: Filled) -> None:
    ended = latchkey("integrations", "list", "--workspace", "T9", **settings(filled.folder))
    assert (ended.code, ended.out) == (1, "")


def test_a_wrong_folder_is_not_taken_for_an_empty_database(latchkey: Latchkey, filled: Filled) -> None:
    elsewhere = filled.folder / "elsewhere"
    ended = latchkey("integrations", "list", **settings(elsewhere))
    assert ended.code == 1
    assert "There is no database at" in ended.err
    assert not (elsewhere / "latchkey.db").exists()


def test_another_key_opens_nothing(latchkey: Latchkey, filled: Filled) -> None:
    ended = latchkey("keys", "list", **settings(filled.folder, OTHER_MASTER))
    assert ended.code == 1
    assert "is not the key of this database" in ended.err
    assert in_base64(OTHER_MASTER) not in ended.err


def test_keys_are_listed_without_being_shown(latchkey: Latchkey, filled: Filled) -> None:
    keys = json.loads(latchkey("keys", "list", "--json", **settings(filled.folder)).out)
    assert sorted(key["purpose"] for key in keys) == ["audit", "pepper", "seal"]
    assert {key["live_tokens"] for key in keys if key["purpose"] == "pepper"} == {1}
    assert keys[0]["id"] in latchkey("keys", "list", **settings(filled.folder)).out


def test_the_master_key_is_replaced_and_tokens_go_on_working(latchkey: Latchkey, filled: Filled) -> None:
    new = settings(filled.folder, OTHER_MASTER)
    old = {"LATCHKEY_MASTER_KEY_PREVIOUS": settings(filled.folder)["LATCHKEY_MASTER_KEY"]}
    before = json.loads(latchkey("keys", "list", "--json", **settings(filled.folder)).out)
    assert latchkey("keys", "rotate", **new, **old).code == 0
    after = json.loads(latchkey("keys", "list", "--json", **new).out)
    assert {key["master_key"] for key in after}.isdisjoint(key["master_key"] for key in before)
    assert latchkey("keys", "list", **settings(filled.folder)).code == 1, "the old master key opens nothing"
    assert latchkey("revoke", "--token-stdin", stdin=filled.secret.reveal(), **new).code == 0


def test_migrating_makes_the_database_and_may_be_repeated(latchkey: Latchkey, filled: Filled) -> None:
    fresh = settings(filled.folder / "fresh")
    for _ in range(2):
        assert latchkey("migrate", LATCHKEY_DATA=fresh["LATCHKEY_DATA"]).code == 0
    assert latchkey("keys", "list", **fresh).code == 0
    assert (filled.folder / "fresh").stat().st_mode & 0o077 == 0
    assert (filled.folder / "fresh" / "latchkey.db").stat().st_mode & 0o077 == 0


def test_a_database_that_is_none_is_said_in_a_sentence(latchkey: Latchkey, filled: Filled) -> None:
    (filled.folder / "latchkey.db").write_bytes(b"This is no database. " * 500)
    ended = latchkey("keys", "list", **settings(filled.folder))
    assert ended.code == 1
    assert "Traceback" not in ended.err
