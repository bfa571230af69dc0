"""What a process remembers: bounded, never older than a change it was told of, and without a token in it."""

import gc
import os
import random
from dataclasses import replace
from datetime import timedelta

from api.bucket import Bucket
from api.knowledge import UNKNOWN_ROOM, Knowledge
from api.share import ENOUGH, PERIOD, Share
from core.token import State
from core.verification import Changes, Known
from tests.databases import START


def known(number: int, epoch: int = 1) -> Known:
    return Known(
        tenant="T1",
        integration_id=f"integration-{number}",
        name=f"Number {number}",
        token_id=f"token-{number}",
        version=1,
        scopes=frozenset({"contacts.write"}),
        state=State.CURRENT,
        issued_at=START,
        ends_at=None,
        epoch=epoch,
    )


def full(knowledge: Knowledge, numbers: range, epoch: int = 1) -> list[bytes]:
    keys = [knowledge.key(b"token %d" % number) for number in numbers]
    for number, key in zip(numbers, keys, strict=True):
        knowledge.keep(key, known(number, epoch))
    return keys


def test_it_never_holds_more_than_it_has_room_for() -> None:
    knowledge = Knowledge(os.urandom, room=100)
    for start in range(0, 1000, 50):
        full(knowledge, range(start, start + 50))
        assert len(knowledge) <= 100
    for number in range(UNKNOWN_ROOM + 10):
        knowledge.keep_unknown(b"%d" % number, knowledge.turn)
    assert len(knowledge._unknown) <= UNKNOWN_ROOM


def test_what_is_in_use_stays_whatever_passes_through() -> None:
    knowledge = Knowledge(os.urandom, room=100)
    (mine,) = full(knowledge, range(1))
    for number in range(1, 2000):
        full(knowledge, range(number, number + 1))
        assert knowledge.entry(mine) is not None


def test_a_change_empties_what_it_is_about_and_nothing_else() -> None:
    knowledge = Knowledge(os.urandom, room=10)
    keys = full(knowledge, range(8))  # in both generations
    knowledge.forget(
        Changes(epoch=2, integrations=frozenset({("T1", "integration-1"), ("T1", "integration-7")}))
    )
    there = [number for number, key in enumerate(keys) if knowledge.entry(key)]
    assert there == [0, 2, 3, 4, 5, 6]
    knowledge.forget(Changes(epoch=3, integrations=None))
    assert not any(knowledge.entry(key) for key in keys)


def test_nothing_older_than_the_last_change_comes_in() -> None:
    knowledge = Knowledge(os.urandom)
    turn = knowledge.turn
    knowledge.forget(Changes(epoch=5, integrations=frozenset()))
    (old,), (new,) = full(knowledge, range(1), epoch=4), full(knowledge, range(1, 2), epoch=5)
    knowledge.keep_unknown(b"asked before", turn)
    knowledge.keep_unknown(b"asked after", knowledge.turn)
    assert (knowledge.entry(old), knowledge.is_unknown(b"asked before")) == (None, False)
    assert knowledge.entry(new)
    assert knowledge.is_unknown(b"asked after")


def test_each_of_an_integrations_tokens_is_forgotten() -> None:
    knowledge = Knowledge(os.urandom)
    keys = [knowledge.key(b"%d" % number) for number in range(3)]
    for key in keys:
        knowledge.keep(key, known(1))
    knowledge.keep(keys[0], known(1, epoch=2))
    knowledge.forget(Changes(epoch=3, integrations=frozenset({("T1", "integration-1")})))
    assert not any(knowledge.entry(key) for key in keys)


def test_no_token_is_in_it() -> None:
    knowledge = Knowledge(os.urandom)
    token = b"pit_" + b"q" * 49
    knowledge.keep(knowledge.key(token), known(1))
    within = [each for each in gc.get_objects() if isinstance(each, dict) and token in each]
    assert within == []
    assert Knowledge(os.urandom).key(token) != knowledge.key(token), "each process has a key of its own"


def test_a_bucket_gives_its_burst_and_then_its_rate() -> None:
    bucket, chance = Bucket(rate=10, burst=20), random.Random(7)
    assert [bucket.take(100.0) for _ in range(25)].count(True) == 20
    assert bucket.is_empty(100.0)
    now, given = 100.0, 0
    for _ in range(5000):
        now += chance.random() / 50
        given += bucket.take(now)
    assert abs(given - (now - 100.0) * 10) <= 1
    assert not bucket.is_empty(now + 1)


def minute(share: Share, number: int, *, refused: int, passed: int) -> bool:
    """Whether its end showed a jump."""
    news = [share.refuse(number * PERIOD + second / 1000) for second in range(refused)]
    share.passed += passed
    return any(news)


def test_a_gateway_whose_noes_jump_is_noticed_once() -> None:
    share, usual = Share(), {"refused": 300, "passed": 700}
    for number in range(10):
        assert not minute(share, number, **usual)
    assert not minute(share, 10, refused=700, passed=300)
    assert minute(share, 11, **usual), "at the end of the minute in which it jumped"
    assert share.jumped
    assert not minute(share, 12, **usual)
    assert not share.jumped


def test_a_few_noes_are_no_jump() -> None:
    share = Share()
    minute(share, 0, refused=1, passed=1000)
    minute(share, 1, refused=ENOUGH - 1, passed=0)
    assert not minute(share, 2, refused=1, passed=1)


def test_what_ended_an_instant_ago_is_over() -> None:
    ending = replace(known(1), state=State.RETIRING, ends_at=START)
    assert ending.active(START - timedelta(microseconds=1))
    assert not ending.active(START)
