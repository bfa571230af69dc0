"""What is done about each finding: by itself, once, and on record."""

import json
import time
from dataclasses import replace
from typing import Any

import pytest

from api.github.items import MOST
from core.audit import Event
from core.integration import Integration
from core.leaks.policy import OnLeak
from core.notices import Kind
from core.secret import Secret
from core.token import State
from tests.proofs.leaks.counter import ANYWHERE, Desk, finding
from tests.storage.making import OTHER_TENANT, TENANT, a_secret

NO_FINDINGS: list[Any] = [
    None,
    1,
    "pit_",
    [],
    {},
    {"token": None},
    {"token": 7, "type": "latchkey_token"},
    {"token": ["a"]},
    {"url": ANYWHERE},
]
ODD_FINDINGS: list[Any] = [
    {"token": ""},
    {"token": "\ud800", "type": "\ud800", "url": "\ud800", "source": "\ud800"},
    {"token": "some_token", "type": None, "url": [], "source": {}},
    {"token": "x" * 5000, "type": "t" * 500, "url": "https://" + "u" * 5000, "source": "\0"},
]


async def test_one_bad_item_in_ten_thousand_never_stops_the_others(desk: Desk) -> None:
    made = [await desk.door.integration(f"Integration {number}") for number in range(12)]
    bad = [*NO_FINDINGS, *ODD_FINDINGS]
    listed: list[Any] = [{"token": f"ghp_{number}"} for number in range(MOST - len(bad) - len(made))]
    for place, (_, secret) in enumerate(made):
        listed[place * 800 : place * 800] = [finding(secret, f"{ANYWHERE}#{place}")]
    for place, item in enumerate(bad):
        listed[place * 700 : place * 700] = [item]
    assert len(listed) == MOST
    body = json.dumps(listed).encode()
    began = time.perf_counter()
    said = await desk.posted(body, desk.key.headers(body))
    assert said.status == 200
    assert time.perf_counter() - began < 25, "GitHub waits for thirty seconds"
    assert len(said.json) == MOST - len(NO_FINDINGS), "all that name a token are answered"
    assert [each["label"] for each in said.json].count("true_positive") == len(made)
    assert not any([await desk.alive(integration) for integration, _ in made])


async def test_ten_thousand_tokens_that_look_right_are_answered_in_time(sqlite_desk: Desk) -> None:
    listed = [finding(a_secret(number), "") for number in range(MOST - 1)]
    integration, secret = await sqlite_desk.door.integration()
    began = time.perf_counter()
    said = await sqlite_desk.reported(*[{"token": each["token"]} for each in [*listed, finding(secret)]])
    assert time.perf_counter() - began < 25, "GitHub waits for thirty seconds"
    assert [each["label"] for each in said.json].count("true_positive") == 1
    assert not await sqlite_desk.alive(integration)


@pytest.mark.parametrize(("number", "status"), [(MOST, 200), (MOST + 1, 413)])
async def test_there_are_ten_thousand_findings_at_most(sqlite_desk: Desk, number: int, status: int) -> None:
    said = await sqlite_desk.reported(*[0] * number)
    assert said.status == status


async def test_a_mebibyte_at_most(sqlite_desk: Desk) -> None:
    for size, status in ((1024 * 1024, 200), (1024 * 1024 + 1, 413)):
        body = b"[" + b" " * (size - 2) + b"]"
        assert (await sqlite_desk.posted(body, sqlite_desk.key.headers(body))).status == status


@pytest.mark.parametrize("body", [b"", b"{}", b"null", b"[", b"\xff", b"[" * 50_000, b'"[]"'])
async def test_what_is_signed_and_no_list_is_a_problem(sqlite_desk: Desk, body: bytes) -> None:
    said = await sqlite_desk.posted(body, sqlite_desk.key.headers(body))
    assert (said.status, said.headers["content-type"]) == (400, "application/problem+json")


async def test_a_live_token_ends_the_whole_integration_at_once(desk: Desk) -> None:
    integration, secret = await desk.door.integration()
    await desk.door.offer(integration)
    assert await desk.door.accepts(secret)
    assert await desk.labels(finding(secret)) == ["true_positive"]
    assert not await desk.door.accepts(secret)
    assert [await desk.door.state(integration, version) for version in (1, 2)] == [State.DEAD, State.DEAD]
    reported = next(each for each in await desk.record() if each.event is Event.LEAK_REPORT)
    assert (reported.actor, reported.subject, reported.details["url"]) == ("github", integration.id, ANYWHERE)
    (told,) = [each.notice for each in await desk.notices() if each.notice.kind is Kind.LEAK_FOUND]
    assert (told.to, told.urgent, told.facts["state"]) == (integration.owner, True, "revoked")


async def test_a_token_in_its_overlap_is_as_good_as_any(desk: Desk) -> None:
    integration, old = await desk.door.integration()
    await desk.door.offer(integration)
    await desk.door.confirm(integration)
    assert await desk.door.state(integration, 1) is State.RETIRING
    assert await desk.labels(finding(old)) == ["true_positive"]
    assert not await desk.alive(integration)


async def test_the_feedback_names_a_token_by_its_hash_only(desk: Desk) -> None:
    _, secret = await desk.door.integration()
    said = await desk.reported(finding(secret), finding(a_secret()))
    assert secret.reveal().encode() not in said.body
    assert [each.keys() for each in said.json] == [{"token_hash", "token_type", "label"}] * 2
    assert [each["label"] for each in said.json] == ["true_positive", "false_positive"]


async def test_the_same_token_at_the_same_place_is_one_report(desk: Desk) -> None:
    _, secret = await desk.door.integration()
    for _ in range(3):
        assert await desk.labels(finding(secret), finding(secret)) == ["true_positive", "true_positive"]
    assert [each.event for each in await desk.record()].count(Event.LEAK_REPORT) == 1
    await desk.labels(finding(secret, f"{ANYWHERE}#elsewhere"))
    assert [each.event for each in await desk.record()].count(Event.LEAK_REPORT) == 2


async def test_a_dead_token_is_true_and_its_people_hear_of_it_without_alarm(desk: Desk) -> None:
    integration, secret = await desk.door.integration()
    await desk.door.kill(integration)
    _, new = await desk.door.offer(integration)
    assert await desk.labels(finding(secret)) == ["true_positive"]
    assert await desk.door.accepts(new), "what was made since is another token"
    (told,) = [each.notice for each in await desk.notices() if each.notice.kind is Kind.LEAK_FOUND]
    assert (told.urgent, told.facts["state"]) == (False, "dead")


async def test_a_token_of_a_deleted_integration_is_true_and_on_record(desk: Desk) -> None:
    integration, secret = await desk.door.integration()
    await desk.door.change(integration, lambda it: it.delete(desk.door.clock.now))
    assert await desk.labels(finding(secret)) == ["true_positive"]
    (reported,) = [each for each in await desk.record() if each.event is Event.LEAK_REPORT]
    assert (reported.subject_name, reported.details["outcome"]) == ("Billing sync", "dead")
    assert Kind.LEAK_FOUND in {each.notice.kind for each in await desk.notices()}


async def asking_first(desk: Desk) -> tuple[Integration, Secret]:
    integration, secret = await desk.door.integration()
    return await desk.door.change(integration, lambda it: replace(it, on_leak=OnLeak.ALERT)), secret


async def test_an_integration_that_asks_first_is_not_stopped(desk: Desk) -> None:
    integration, secret = await asking_first(desk)
    for place in range(3):
        assert await desk.labels(finding(secret, f"{ANYWHERE}#{place}")) == ["true_positive"]
    assert await desk.door.accepts(secret)
    told = [each.notice for each in await desk.notices() if each.notice.kind is Kind.LEAK_FOUND]
    assert [(each.to, each.urgent, each.facts["state"]) for each in told] == [
        (integration.owner, True, "alerted")
    ], "once, wherever it was found"


async def test_another_workspace_is_another_matter(desk: Desk) -> None:
    ours, _ = await desk.door.integration()
    theirs, secret = await desk.door.integration("Theirs", OTHER_TENANT)
    assert await desk.labels(finding(secret)) == ["true_positive"]
    assert await desk.alive(ours)
    assert not await desk.alive(theirs)
    assert Event.LEAK_REPORT not in {each.event for each in await desk.record(TENANT)}
    assert Event.LEAK_REPORT in {each.event for each in await desk.record(OTHER_TENANT)}


async def test_while_the_database_is_silent_the_report_is_to_be_sent_again(
    sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, first = await sqlite_desk.door.integration("One")
    other, second = await sqlite_desk.door.integration("Other")
    store, silent = sqlite_desk.door.database.store, first.reveal()
    find = type(store).find

    async def find_or_fail(self: Any, secret: Secret) -> Any:
        if secret.reveal() == silent:
            raise OSError("no answer")
        return await find(self, secret)

    with monkeypatch.context() as patch:
        patch.setattr(type(store), "find", find_or_fail)
        said = await sqlite_desk.reported(finding(first), finding(second))
    assert said.status == 503
    assert not await sqlite_desk.alive(other), "the others were judged all the same"
    assert await sqlite_desk.alive(one)
    assert await sqlite_desk.labels(finding(first), finding(second)) == ["true_positive", "true_positive"]
    assert not await sqlite_desk.alive(one)
