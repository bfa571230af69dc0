"""People work on an incident: who may, what is on record, who hears of it, when it may be closed."""

from datetime import timedelta

import pytest

from core.actions.assess import expose, personal_data, rate, read_use
from core.actions.close import close
from core.actions.delete import delete
from core.actions.grant import grant
from core.actions.identify import identify
from core.actions.lead import hand_over_lead
from core.actions.quarantine import lift
from core.actions.source_deleted import source_deleted
from core.actions.steps import What, update, work_on
from core.actor import Person, Role
from core.audit import Event
from core.evidence import Caller
from core.incidents.facts import Fact
from core.incidents.incident import Incident
from core.incidents.kinds import Exposed, Exposure, PersonalData, Severity
from core.incidents.refusals import (
    ExposedLater,
    IncidentChanged,
    IncidentClosed,
    NotFinished,
    NotInQuarantine,
    StepDone,
    UnknownIncident,
)
from core.incidents.steps import State, Step
from core.integration import Integration
from core.intent import Purpose
from core.notices import Kind
from core.refusals import BadField, NotAllowed, NotAMember, UnknownIntegration
from core.responding import Call
from core.secret import Secret
from tests.core.ground import ADA, GUS, HOME, MAX, NOBODY, OLIVE, VERA, Ground, Hand
from tests.core.incident_ground import (
    CHANNEL,
    QUARANTINE,
    REVOKE,
    ROTATE,
    incident_of,
    reported,
    use,
    why,
)

CURL = Caller("gateway-1", "203.0.113.0/24", "curl")


async def opened(ground: Ground, hand: Hand, call: Call = ROTATE) -> Incident:
    await ground.change_workspace(security_channel=CHANNEL)
    return (await reported(ground, await ground.settled(hand), call)).response.incident


async def its_integration(ground: Ground, incident: Incident) -> Integration:
    async with ground.tools.store.reading(HOME) as reading:
        return await reading.remembered(incident.integration_id)


async def test_claiming_a_step_is_on_record_and_drawn(ground: Ground, hand: Hand) -> None:
    incident = await opened(ground, hand)
    done = await work_on(ground.tools, MAX, incident.id, Step.SOURCE, What.DONE)

    assert (done.mark(Step.SOURCE).claimed_by, done.generation) == (MAX.id, incident.generation + 1)
    entry = (await ground.record())[0]
    assert (entry.event, entry.actor) == (Event.INCIDENT_STEP, MAX.id)
    assert entry.details == {"incident": incident.id, "step": "source", "what": "claimed"}


async def test_of_two_who_claim_the_second_is_told(ground: Ground, hand: Hand) -> None:
    incident = await opened(ground, hand)
    await work_on(ground.tools, MAX, incident.id, Step.SOURCE, What.DONE)
    with pytest.raises(StepDone):
        await work_on(ground.tools, ADA, incident.id, Step.SOURCE, What.DONE)
    taken_back = await work_on(ground.tools, ADA, incident.id, Step.SOURCE, What.NOT_DONE)

    assert taken_back.mark(Step.SOURCE).state is State.OPEN


async def test_who_comes_too_late_with_a_claim_leaves_no_note_and_asks_nobody(
    ground: Ground, hand: Hand
) -> None:
    incident = await opened(ground, hand)
    first = await work_on(ground.tools, MAX, incident.id, Step.SOURCE, What.DONE)
    record, said = await ground.record(), await ground.said()
    with pytest.raises(StepDone):
        await work_on(ground.tools, ADA, incident.id, Step.SOURCE, What.DONE, assignee=NOBODY.id, text="Gone")

    assert await incident_of(ground, await its_integration(ground, incident)) == first
    assert (await ground.record(), await ground.said()) == (record, said)


async def test_what_is_done_about_a_step_at_once_is_on_record_in_order(ground: Ground, hand: Hand) -> None:
    incident = await opened(ground, hand)
    after = await work_on(
        ground.tools, ADA, incident.id, Step.SOURCE, What.DONE, assignee=MAX.id, text="Gone"
    )

    mark = after.mark(Step.SOURCE)
    assert (mark.claimed_by, mark.assignee, after.notes[0].text) == (ADA.id, MAX.id, "Gone")
    newest_first = [entry.details["what"] for entry in (await ground.record())[:3]]
    assert newest_first == ["claimed", "note", "assigned"]


@pytest.mark.parametrize(
    ("who", "refusal"), [(VERA, NotAllowed), (NOBODY, UnknownIntegration), (GUS, NotAMember)]
)
async def test_who_may_not_report_one_may_not_work_on_it(
    who: Person, refusal: type[Exception], ground: Ground, hand: Hand
) -> None:
    incident = await opened(ground, hand)
    with pytest.raises(refusal):
        await work_on(ground.tools, who, incident.id, Step.SOURCE, What.DONE)


async def test_who_is_asked_to_do_a_step_hears_of_it_and_may(ground: Ground, hand: Hand) -> None:
    incident = await opened(ground, hand)
    await work_on(ground.tools, ADA, incident.id, Step.TRACES, assignee=NOBODY.id)
    asked = [each.notice for each in await ground.said() if each.notice.kind is Kind.INCIDENT_ASKED]

    assert [(each.to, each.facts) for each in asked] == [
        (NOBODY.id, {"incident": incident.id, "by": ADA.id, "step": "traces"})
    ]
    assert (await work_on(ground.tools, NOBODY, incident.id, Step.TRACES, What.DONE)).mark(Step.TRACES).done


async def test_who_takes_a_step_themselves_is_not_told_so(ground: Ground, hand: Hand) -> None:
    incident = await opened(ground, hand)
    await work_on(ground.tools, ADA, incident.id, Step.TRACES, assignee=ADA.id)
    await hand_over_lead(ground.tools, MAX, incident.id, MAX.id)

    assert Kind.INCIDENT_ASKED not in {each.notice.kind for each in await ground.said()}


async def test_the_lead_can_be_handed_over(ground: Ground, hand: Hand) -> None:
    incident = await opened(ground, hand)
    after = await hand_over_lead(ground.tools, ADA, incident.id, MAX.id)
    asked = [each.notice.to for each in await ground.said() if each.notice.kind is Kind.INCIDENT_ASKED]

    assert (after.lead, asked) == (MAX.id, [MAX.id])


async def test_notes_and_links_are_kept_and_the_record_does_not_quote_them(
    ground: Ground, hand: Hand
) -> None:
    incident = await opened(ground, hand)
    await work_on(ground.tools, ADA, incident.id, Step.SOURCE, text="Seen in CI", link="https://ci.example/7")
    after = await work_on(ground.tools, MAX, incident.id, Step.TRACES, text="Asked them")

    assert [(each.by, each.text, each.link, each.step) for each in after.notes] == [
        (ADA.id, "Seen in CI", "https://ci.example/7", "source"),
        (MAX.id, "Asked them", "", "traces"),
    ]
    assert "Seen in CI" not in str([entry.details for entry in await ground.record()])
    with pytest.raises(BadField):
        await work_on(ground.tools, ADA, incident.id, Step.SOURCE, text="A link", link="ci.example")
    with pytest.raises(BadField):
        await work_on(ground.tools, ADA, incident.id, Step.SOURCE, link="https://ci.example/7")


async def test_an_update_ticks_its_step(ground: Ground, hand: Hand) -> None:
    incident = await opened(ground, hand)
    after = await update(ground.tools, ADA, incident.id, "All is quiet")

    assert (after.told_at, after.mark(Step.TELL).state) == (ground.clock.now, State.EVIDENT)


async def test_what_is_found_out_is_kept_and_ticks_what_it_proves(ground: Ground, hand: Hand) -> None:
    incident = await opened(ground, hand)
    since = ground.clock.now - timedelta(hours=3)
    exposed = Exposed(exposure=Exposure.PUBLIC, since=since, where="A  gist", link="https://gist.example/1")
    await expose(ground.tools, ADA, incident.id, exposed)
    await rate(ground.tools, ADA, incident.id, Severity.P1)
    await personal_data(ground.tools, ADA, incident.id, PersonalData.NO)
    after = await read_use(ground.tools, ADA, incident.id)

    assert (after.exposed.where, after.severity, after.personal_data) == (
        "A gist",
        Severity.P1,
        PersonalData.NO,
    )
    assert (why(after, Step.EXPOSURE), why(after, Step.USE)) == (Fact.EXPOSURE_KNOWN, Fact.USE_READ)


async def test_nothing_was_exposed_in_the_future(ground: Ground, hand: Hand) -> None:
    incident = await opened(ground, hand)
    later = ground.clock.now + timedelta(minutes=1)
    with pytest.raises(ExposedLater):
        await expose(ground.tools, ADA, incident.id, Exposed(since=later))
    assert not (await expose(ground.tools, ADA, incident.id, Exposed(where="Wiki"))).exposed.known


async def test_a_message_that_is_deleted_is_evidence_once(ground: Ground, hand: Hand) -> None:
    incident = await opened(ground, hand, Call(source="C1 17.5"))
    assert await source_deleted(ground.tools, HOME, "C1 17.6") == 0
    assert await source_deleted(ground.tools, HOME, "C1 17.5") == 1
    assert await source_deleted(ground.tools, HOME, "C1 17.5") == 0
    after = await incident_of(ground, await its_integration(ground, incident))

    assert why(after, Step.SOURCE) is Fact.SOURCE_DELETED


async def test_quarantine_is_lifted_with_one_click(ground: Ground, hand: Hand) -> None:
    incident = await opened(ground, hand, QUARANTINE)
    free = await lift(ground.tools, ADA, incident.integration_id)
    after = await incident_of(ground, free)

    assert (free.quarantine, after.open, after.contained_at) == (None, True, None)
    with pytest.raises(NotInQuarantine):
        await lift(ground.tools, ADA, incident.integration_id)


async def test_quarantine_can_be_lifted_after_its_incident(ground: Ground, hand: Hand) -> None:
    incident = await opened(ground, hand, QUARANTINE)
    await close(ground.tools, ADA, incident.id, reason="We watch on")
    free = await lift(ground.tools, ADA, incident.integration_id)

    assert free.quarantine is None


async def test_what_is_not_finished_is_closed_only_with_a_reason(ground: Ground, hand: Hand) -> None:
    incident = await opened(ground, hand, REVOKE)
    integration = await its_integration(ground, incident)
    await use(ground, integration, 1, CURL, ground.clock.now, refused=True)
    with pytest.raises(NotFinished) as refused:
        await close(ground.tools, ADA, incident.id)
    assert (refused.value.contradicted, Step.SOURCE in refused.value.open) == ((Step.QUIET,), True)
    assert Step.QUIET not in refused.value.open
    closed = await close(ground.tools, ADA, incident.id, reason="It was a false alarm")

    assert (closed.closed_by, closed.reason, closed.open) == (ADA.id, "It was a false alarm", False)
    assert closed.review_at is not None
    below = [each.notice for each in await ground.said() if each.notice.kind is Kind.INCIDENT_CLOSED]
    assert [(each.to, each.facts["thread_of"]) for each in below] == [(CHANNEL, incident.card)]


async def test_what_is_done_is_closed_without_a_reason(ground: Ground, hand: Hand) -> None:
    incident = await opened(ground, hand, REVOKE)
    ground.clock.pass_(timedelta(days=1))
    incident = await update(ground.tools, ADA, incident.id, "Done")
    for step in incident.unfinished:
        await work_on(ground.tools, ADA, incident.id, step, What.DONE)
    closed = await close(ground.tools, ADA, incident.id)

    assert (closed.reason, closed.mark(Step.REVIEW).state) == ("", State.EVIDENT)
    with pytest.raises(IncidentClosed):
        await close(ground.tools, ADA, incident.id)


async def test_it_goes_on_after_its_integration_is_deleted(ground: Ground, hand: Hand) -> None:
    incident = await opened(ground, hand)
    integration = await its_integration(ground, incident)
    await grant(ground.tools, ADA, NOBODY.id, Role.RESPONDER)
    form = await ground.form(ADA, Purpose.DELETE, integration)
    await delete(ground.tools, ADA, form, typed=integration.name)

    assert (await work_on(ground.tools, NOBODY, incident.id, Step.SOURCE, What.DONE)).mark(Step.SOURCE).done


async def test_a_token_is_recognised_by_its_digest_dead_or_alive(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    find = ground.tools.store.find
    alive = await identify(ground.tools, OLIVE, await find(hand.tokens[0]))
    await reported(ground, integration)
    dead = await identify(ground.tools, OLIVE, await find(hand.tokens[0]))

    assert (alive.integration.id, alive.token.version, alive.works) == (integration.id, 1, True)
    assert (dead.token.id, dead.works) == (alive.token.id, False)


async def test_who_may_not_report_hears_nothing_of_a_token(ground: Ground, hand: Hand) -> None:
    await ground.settled(hand)
    find = ground.tools.store.find
    with pytest.raises(UnknownIntegration):
        await identify(ground.tools, NOBODY, await find(hand.tokens[0]))
    with pytest.raises(NotAllowed):
        await identify(ground.tools, NOBODY, await find(Secret.mint("pit", bytes)))
    with pytest.raises(UnknownIntegration):
        await identify(ground.tools, ADA, await find(Secret.mint("pit", bytes)))


async def test_what_is_elsewhere_is_not_here(ground: Ground) -> None:
    with pytest.raises(UnknownIncident):
        await work_on(ground.tools, ADA, "nothing", Step.SOURCE, What.DONE)


async def test_a_change_decided_on_what_has_changed_since_is_refused(ground: Ground, hand: Hand) -> None:
    old = await opened(ground, hand)
    await work_on(ground.tools, ADA, old.id, Step.SOURCE, What.DONE)
    with pytest.raises(IncidentChanged):
        async with ground.tools.store.transaction(HOME) as tx:
            await tx.incidents.keep(old.led_by("U-BOB"))
