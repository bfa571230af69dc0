"""What monitors see from outside: when each job worked last, and how much waits."""

from datetime import timedelta

from core.beats import GRACE, Beat, in_words, stopped
from core.notices import Kind, Notice
from storage.database import Database
from tests.databases import START, Clock
from tests.storage.making import TENANT

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


async def test_a_beat_is_kept_and_only_moves_forward(database: Database, clock: Clock) -> None:
    await database.beats.beat("sweep", clock(), MINUTE)
    await database.beats.beat("sweep", clock() + SECOND, 2 * MINUTE)
    await database.beats.beat("sweep", clock() - SECOND, MINUTE)
    await database.beats.beat("deliver", clock(), SECOND)
    assert await database.beats.all() == {
        "sweep": Beat(clock() + SECOND, 2 * MINUTE),
        "deliver": Beat(clock(), SECOND),
    }


def test_a_job_has_stopped_when_its_period_and_a_minute_are_over_or_it_never_worked() -> None:
    beats = {"sweep": Beat(START, MINUTE), "deliver": Beat(START, SECOND)}
    jobs = ["sweep", "deliver"]
    assert stopped(jobs, beats, START + GRACE + SECOND) == {}
    assert stopped(jobs, beats, START + GRACE + 2 * SECOND) == {"deliver": GRACE + 2 * SECOND}
    said = in_words(stopped([*jobs, "new"], beats, START + GRACE + MINUTE))
    assert said == "Stopped: deliver (worked last 120 s ago), new (never worked)."
    assert in_words({}) is None


async def test_the_backlog_is_what_might_have_been_said_by_now(database: Database, clock: Clock) -> None:
    async with database.store.transaction(TENANT) as tx:
        for minutes in range(3):
            notice = Notice(kind=Kind.NOW_YOURS, to=f"U{minutes}", integration_id="i1")
            await tx.say(notice, not_before=clock() + minutes * MINUTE)
    clock.pass_(MINUTE)
    backlog = await database.outbox.backlog(clock())
    assert (backlog.due, backlog.oldest) == (2, MINUTE)

    leased = await database.outbox.claim(clock(), lease=MINUTE, limit=9)
    assert (await database.outbox.backlog(clock())).due == 2, "on its way is not arrived"
    for each in leased:
        await database.outbox.delivered(each.id, clock())
    backlog = await database.outbox.backlog(clock())
    assert (backlog.due, backlog.oldest) == (0, timedelta())
