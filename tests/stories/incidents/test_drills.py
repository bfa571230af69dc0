"""`/compromised --drill`: an emergency without the danger."""

from core.incidents.times import times
from tests.office import Office, everything
from tests.stories.incidents.emergency import (
    checklist,
    incident,
    made_responder,
    prepared,
    reads,
    settles,
    thread_of,
)
from tests.stories.incidents.test_closing import closes


async def test_a_drill_runs_the_whole_flow_and_touches_nothing_real(office: Office) -> None:
    max_ = office.max
    real = await prepared(office)
    await made_responder(office, max_)
    await max_.types("/compromised --drill")
    assert "*Nothing real is touched.*" in await reads(max_, "Nothing real")
    await max_.submits()
    assert "An incident is open: P4, and you lead it." in await reads(max_, ":white_check_mark:")
    await max_.closes(everything=True)

    card = await checklist(office)
    assert card.text.startswith("Drill: Incident P4: Drill ")
    assert "This is a drill." in card.text
    assert "72" not in card.text
    assert await office.accepts(real)
    await max_.clicks("Show token")
    new = await office.is_shown_a_token(max_)
    assert not await office.accepts(new), "it opens nothing"

    await closes(max_, card, "The drill is over")
    await settles(office)
    done = await incident(office)
    assert times(done).contain is not None
    report = next(each for each in thread_of(office.ada, card) if ":lock:" in each)
    assert "From “Report” to “Contained”" in report
    await office.ada.types("/integrations")
    await office.ada.waits_until(lambda: office.ada.modal and "*1 integration*" in office.ada.modal.all_text)
    assert await office.accepts(real)


async def test_a_guest_cannot_start_one_and_two_hyphens_may_have_become_a_dash(sqlite_office: Office) -> None:
    office = sqlite_office
    await office.gus.types("/compromised —drill")
    await office.gus.waits_until(lambda: "full members" in everything(office.gus))
    assert "Nothing real" not in everything(office.gus)
