"""Decoys: tokens that open nothing, and alarm on first use."""

from datetime import timedelta

import pytest

from core.actions.decoys import decoys_to_speak_of, watch_decoys
from core.actions.delete import delete
from core.actions.edit import edit
from core.actions.idle import idle_to_ask_about
from core.actions.late_tries import look_at_tries
from core.actions.rotate import rotate
from core.actions.sweep import sweep_unconfirmed
from core.actions.verify import verify
from core.audit import SYSTEM, Event
from core.decoy import IsDecoy
from core.fields import Fields
from core.incidents.kinds import PersonalData, Severity, Way
from core.incidents.steps import Step
from core.integration import Integration
from core.intent import Purpose
from core.notices import Kind
from core.overlap import Overlap
from core.refusals import BadForm
from core.status import Health, status
from core.token import State
from tests.core.ground import ADA, OLIVE, Ground, Hand
from tests.core.incident_ground import incident_of
from tests.core.test_dead_tokens_are_tried import NOT_TOLD, THIEF, incident, tried
from tests.core.using import CRON, CURL, uses

PLACE = "the wiki page “Deploy keys”"


async def planted(ground: Ground, hand: Hand) -> Integration:
    issued = await ground.created(hand, name="Backup", planted=PLACE)
    return issued.integration


async def test_it_has_no_permission_and_nobody_waits_for_its_first_use(ground: Ground, hand: Hand) -> None:
    decoy = await planted(ground, hand)
    assert (decoy.decoy, decoy.planted, decoy.scopes) == (True, PLACE, frozenset())
    assert decoy.current is not None
    ground.clock.pass_(timedelta(days=400))
    assert await sweep_unconfirmed(ground.tools) == 0
    assert decoy.due_at is None
    assert status(await ground.now(decoy), ground.clock.now).health is Health.HEALTHY


async def test_it_verifies_for_nobody_and_is_not_confirmed_by_that(ground: Ground, hand: Hand) -> None:
    decoy = await planted(ground, hand)
    assert await verify(ground.tools, hand.tokens[0]) is None
    known = await ground.database.ledger.known(hand.tokens[0])
    assert known is not None
    assert (known.state, known.active(ground.clock.now), known.offered) == (State.DEAD, False, False)
    assert (await ground.now(decoy)).tokens == decoy.tokens


async def test_nobody_is_asked_whether_it_is_idle(ground: Ground, hand: Hand) -> None:
    real = await ground.settled(hand, name="Real")
    await uses(ground, real, 1, CRON)
    await planted(ground, hand)
    ground.clock.pass_(timedelta(days=100))
    assert await idle_to_ask_about(ground.tools) == 1, "the real one"


async def test_its_first_use_is_an_incident(ground: Ground, hand: Hand) -> None:
    await ground.change_workspace(security_channel="C-SECURITY")
    decoy = await planted(ground, hand)
    await tried(ground, decoy, THIEF)
    assert await decoys_to_speak_of(ground.tools) == 1
    assert await watch_decoys(ground.tools) == 1
    opened = await incident(ground, decoy)
    assert opened is not None
    assert (opened.severity, opened.opened_by, opened.lead) == (Severity.P4, SYSTEM, "")
    told = f"decoy planted at {PLACE} was tried by python-requests from 192.0.2.0/24, through gateway-1"
    assert opened.exposed.where == told
    assert opened.personal_data is PersonalData.NO
    assert Step.REPLACE not in opened.steps, "nobody needs a new one"
    assert (await ground.now(decoy)).current is None, "it has done its work"
    said = {each.notice.kind: each.notice for each in await ground.said()}
    assert (said[Kind.INCIDENT].to, said[Kind.INCIDENT].urgent) == ("C-SECURITY", True)
    assert (said[Kind.INCIDENT_OWNER].to, said[Kind.INCIDENT_OWNER].urgent) == (OLIVE.id, True)


async def test_somebody_of_whom_no_gateway_says_a_word_is_an_alarm_too(ground: Ground, hand: Hand) -> None:
    decoy = await planted(ground, hand)
    await tried(ground, decoy, NOT_TOLD)
    assert await watch_decoys(ground.tools) == 1
    opened = await incident(ground, decoy)
    assert opened is not None
    assert "somebody from an unknown network, through gateway-2" in opened.exposed.where


async def test_one_caller_is_one_alarm_and_an_open_incident_says_the_rest(ground: Ground, hand: Hand) -> None:
    decoy = await planted(ground, hand)
    await tried(ground, decoy, THIEF)
    await watch_decoys(ground.tools)
    await tried(ground, decoy, THIEF)
    await tried(ground, decoy, CURL)
    assert [await watch_decoys(ground.tools) for _ in range(2)] == [0, 0]
    assert await decoys_to_speak_of(ground.tools) == 0
    assert await look_at_tries(ground.tools) == {"told": 0, "opened": 0}


async def test_who_else_tries_it_after_the_incident_was_closed_is_another_one(
    ground: Ground, hand: Hand
) -> None:
    decoy = await planted(ground, hand)
    await tried(ground, decoy, THIEF)
    await watch_decoys(ground.tools)
    first = await incident_of(ground, decoy)
    async with ground.tools.store.transaction(decoy.tenant) as tx:
        before = await tx.incidents.one(first.id)
        at = ground.clock.now
        await tx.incidents.keep(before.close(ADA.id, at, at))
    assert await watch_decoys(ground.tools) == 0
    await tried(ground, decoy, CURL)
    assert await watch_decoys(ground.tools) == 1
    second = await incident(ground, decoy)
    assert second is not None
    assert (second.way, [each.version for each in second.suspects]) == (Way.REVOKE, [1])


async def test_a_real_token_is_no_decoy(ground: Ground, hand: Hand) -> None:
    real = await ground.settled(hand)
    await tried(ground, real, THIEF)
    assert await watch_decoys(ground.tools) == 0


async def test_of_a_deleted_one_nothing_is_left_to_say(ground: Ground, hand: Hand) -> None:
    decoy = await planted(ground, hand)
    await delete(ground.tools, ADA, await ground.form(ADA, Purpose.DELETE, decoy))
    await tried(ground, decoy, THIEF)
    assert await watch_decoys(ground.tools) == 0


async def test_it_is_neither_edited_nor_rotated(ground: Ground, hand: Hand) -> None:
    decoy = await planted(ground, hand)
    with pytest.raises(IsDecoy):
        await edit(ground.tools, ADA, await ground.form(ADA, Purpose.EDIT, decoy), Fields.of(decoy))
    form = await ground.form(ADA, Purpose.ROTATE, decoy)
    with pytest.raises(IsDecoy):
        await rotate(ground.tools, ADA, form, overlap=Overlap.DAY, recipient=ADA.id, show=hand.show)


async def test_where_it_is_planted_must_be_said(ground: Ground, hand: Hand) -> None:
    with pytest.raises(BadForm) as wrong:
        await ground.created(hand, planted=" ")
    assert [each.field for each in wrong.value.problems] == ["planted"]


async def test_the_record_says_that_it_is_one(ground: Ground, hand: Hand) -> None:
    await planted(ground, hand)
    (made,) = [each for each in await ground.record() if each.event is Event.INTEGRATION_CREATE]
    assert made.details["decoy"] is True
