"""Edit, look, list, access, settings, audit: who may, what changes, and what is told to whom."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.actions import audit, edit, grant, settings
from core.actions.list import fleet
from core.actions.show import show
from core.actions.show_token import show_token
from core.actor import Person, Role
from core.audit import Event
from core.fields import Fields
from core.integration import Integration
from core.intent import Purpose
from core.notices import Kind
from core.overlap import Overlap
from core.ports import Query
from core.refusals import (
    BadField,
    BadForm,
    FormExpired,
    LastAdmin,
    NotAllowed,
    NotAMember,
    NothingChanged,
    Overtaken,
    SwitchedOff,
    UnknownIntegration,
)
from core.status import Health
from core.workspace import Workspace
from tests.core.ground import ADA, FIELDS, GUS, HOME, MAX, NOBODY, OLIVE, VERA, Ground, Hand


async def edited(ground: Ground, integration: Integration, fields: Fields) -> Integration:
    intent = await ground.form(MAX, Purpose.EDIT, integration)
    return await edit.edit(ground.tools, MAX, intent, fields)


# --- edit


async def test_an_edit_changes_everything_but_the_token_and_records_what_differs(
    ground: Ground, hand: Hand
) -> None:
    settled = await ground.settled(hand)
    after = Fields(
        name="Invoices",
        description="Sends and books invoices",
        scopes=frozenset({"invoices.write"}),
        owner=ADA.id,
        backup_owner=MAX.id,
        storage_note="Another vault",
        period=timedelta(days=30),
    )
    seen = await edit.preview(ground.tools, HOME, settled.id, after)
    assert seen.gained == {"invoices.write"}
    assert seen.lost == {"invoices.readonly"}
    changed = await edited(ground, settled, after)
    assert Fields.of(changed) == after
    assert changed.tokens == settled.tokens
    entry = (await ground.record())[0]
    assert (entry.event, entry.actor) == (Event.INTEGRATION_EDIT, MAX.id)
    assert entry.details == {
        "name_before": "Billing",
        "scopes_gained": ["invoices.write"],
        "scopes_lost": ["invoices.readonly"],
        "owner_before": OLIVE.id,
        "owner": ADA.id,
        "backup_owner": MAX.id,
        "days_before": 90,
        "days": 30,
        "description": "changed",
        "storage_note": "changed",
    }
    assert (ADA.id, Kind.NOW_YOURS) in [(it.notice.to, it.notice.kind) for it in await ground.said()]


async def test_a_small_edit_records_only_what_differs(ground: Ground, hand: Hand) -> None:
    settled = await ground.settled(hand)
    await edited(ground, settled, replace(FIELDS, description="Sends them"))
    assert (await ground.record())[0].details == {"description": "changed"}


async def test_an_edit_that_changes_nothing_is_refused(ground: Ground, hand: Hand) -> None:
    settled = await ground.settled(hand)
    with pytest.raises(NothingChanged):
        await edited(ground, settled, replace(FIELDS, name=" Billing "))


async def test_an_edit_may_keep_the_name_but_not_take_anothers(ground: Ground, hand: Hand) -> None:
    settled = await ground.settled(hand)
    await ground.settled(hand, name="Invoices")
    with pytest.raises(BadForm, match="already an integration called “INVOICES”"):
        await edited(ground, settled, replace(FIELDS, name="INVOICES"))


async def test_a_permission_that_left_the_catalogue_stays_with_those_that_have_it(
    ground: Ground, hand: Hand
) -> None:
    settled = await ground.settled(hand, scopes=frozenset({"invoices.readonly", "payments.write"}))
    left = {
        scope: it for scope, it in ground.tools.catalogue.permissions.items() if scope != "payments.write"
    }
    ground.tools = replace(ground.tools, catalogue=replace(ground.tools.catalogue, permissions=left))
    kept = await edited(ground, settled, replace(FIELDS, scopes=frozenset({"payments.write"})))
    assert kept.scopes == {"payments.write"}
    more = await edited(ground, kept, replace(FIELDS, scopes=frozenset({"payments.write", "invoices.write"})))
    assert more.scopes == {"payments.write", "invoices.write"}
    with pytest.raises(BadForm, match=r"no permission called “payments\.write”"):
        await ground.created(hand, name="New", scopes=frozenset({"payments.write"}))


# --- look and list


async def test_a_look_shows_tokens_history_and_what_one_may(ground: Ground, hand: Hand) -> None:
    settled = await ground.settled(hand)
    portrait = await show(ground.tools, VERA, settled.id)
    assert portrait.integration == settled
    assert portrait.status.health is Health.HEALTHY
    assert [token.version for token in portrait.tokens] == [1]
    assert [entry.event for entry in portrait.history] == [Event.TOKEN_CONFIRM, Event.INTEGRATION_CREATE]
    assert portrait.role is Role.VIEWER
    assert (await show(ground.tools, OLIVE, settled.id)).role is Role.NONE


async def test_who_may_not_see_it_is_told_the_same_as_if_it_were_not_there(
    ground: Ground, hand: Hand
) -> None:
    settled = await ground.settled(hand)
    with pytest.raises(UnknownIntegration) as hidden:
        await show(ground.tools, NOBODY, settled.id)
    with pytest.raises(UnknownIntegration) as missing:
        await show(ground.tools, NOBODY, "no-such-id")
    assert str(hidden.value) == str(missing.value)
    with pytest.raises(NotAMember):
        await show(ground.tools, GUS, settled.id)


async def test_who_receives_its_token_is_told_that_they_may_not_and_who_may(
    ground: Ground, hand: Hand
) -> None:
    waiting = (await ground.created(hand, recipient=NOBODY)).integration
    assert waiting.handover is not None
    with pytest.raises(NotAllowed, match="admin can"):
        await show(ground.tools, NOBODY, waiting.id)
    await show_token(ground.tools, NOBODY, waiting.id, waiting.handover.id, hand.show)
    with pytest.raises(NotAllowed, match="admin can"):
        await show(ground.tools, NOBODY, waiting.id)


async def test_a_list_shows_everything_to_a_viewer_and_their_own_to_an_owner(
    ground: Ground, hand: Hand
) -> None:
    await ground.settled(hand)
    await ground.settled(hand, name="Payroll", owner=ADA.id)
    everything = await fleet(ground.tools, VERA, Query())
    assert [it.name for it in everything.page.integrations] == ["Billing", "Payroll"]
    assert everything.counts.total == 2
    own = await fleet(ground.tools, OLIVE, Query())
    assert [it.name for it in own.page.integrations] == ["Billing"]
    with pytest.raises(NotAllowed):
        await fleet(ground.tools, NOBODY, Query())
    await ground.change_workspace(enabled=False)
    for person in (VERA, OLIVE):
        with pytest.raises(SwitchedOff):
            await fleet(ground.tools, person, Query())


# --- access


async def test_a_role_is_given_and_taken_once(ground: Ground) -> None:
    before = len(await ground.record())
    await grant.grant(ground.tools, ADA, NOBODY.id, Role.RESPONDER)
    await grant.grant(ground.tools, ADA, NOBODY.id, Role.RESPONDER)
    assert len(await ground.record()) == before + 1
    granted = await grant.access(ground.tools, ADA)
    assert (NOBODY.id, Role.RESPONDER) in granted.grants
    await grant.grant(ground.tools, ADA, NOBODY.id, Role.NONE)
    assert NOBODY.id not in dict((await grant.access(ground.tools, ADA)).grants)


async def test_a_manager_gives_nobody_a_role(ground: Ground) -> None:
    with pytest.raises(NotAllowed, match="An admin can"):
        await grant.grant(ground.tools, MAX, MAX.id, Role.ADMIN)
    with pytest.raises(NotAllowed):
        await grant.access(ground.tools, MAX)


async def test_somebody_stays_in_charge_when_admins_are_not_so_by_default(ground: Ground) -> None:
    with pytest.raises(LastAdmin):
        await grant.admins_by_default(ground.tools, ADA, on=False)
    await grant.grant(ground.tools, ADA, MAX.id, Role.ADMIN)
    await grant.admins_by_default(ground.tools, ADA, on=False)
    with pytest.raises(NotAllowed):
        await grant.access(ground.tools, ADA)
    with pytest.raises(LastAdmin):
        await grant.grant(ground.tools, MAX, MAX.id, Role.VIEWER)
    before = len(await ground.record())
    await grant.admins_by_default(ground.tools, MAX, on=False)
    assert len(await ground.record()) == before
    await grant.admins_by_default(ground.tools, MAX, on=True)
    assert (await grant.access(ground.tools, ADA)).workspace.admins_by_default


# --- settings


async def settings_form(ground: Ground, who: Person) -> str:
    now = await settings.workspace_settings(ground.tools, who)
    return await ground.form(who, Purpose.SETTINGS, draft=settings.as_shown(now))


async def test_settings_change_and_the_record_says_which(ground: Ground) -> None:
    before = await settings.workspace_settings(ground.tools, ADA)
    assert before == Workspace(tenant=HOME)
    wanted = replace(before, time_zone="Europe/Berlin", overlap=Overlap.DAY)
    intent = await settings_form(ground, ADA)
    assert await settings.change_settings(ground.tools, ADA, intent, wanted) == wanted
    assert (await ground.record())[0].details == {"overlap": "day", "time_zone": "Europe/Berlin"}
    again = await settings_form(ground, ADA)
    with pytest.raises(NothingChanged):
        await settings.change_settings(ground.tools, ADA, again, wanted)


async def test_saved_settings_never_give_admins_back_what_was_taken_from_them(ground: Ground) -> None:
    opened = await settings.workspace_settings(ground.tools, ADA)
    await ground.give(ADA, Role.ADMIN)
    await grant.admins_by_default(ground.tools, ADA, on=False)
    intent = await settings_form(ground, ADA)
    saved = await settings.change_settings(ground.tools, ADA, intent, replace(opened, overlap=Overlap.DAY))
    assert not saved.admins_by_default
    assert not (await grant.access(ground.tools, ADA)).workspace.admins_by_default


async def test_who_saves_settings_second_is_told_who_was_faster(ground: Ground) -> None:
    opened = await settings.workspace_settings(ground.tools, ADA)
    await ground.give(MAX, Role.ADMIN)
    first, second = await settings_form(ground, MAX), await settings_form(ground, ADA)
    faster = replace(opened, enabled=False)
    await settings.change_settings(ground.tools, MAX, first, faster)
    when = ground.clock.now
    ground.clock.pass_(timedelta(minutes=1))
    await grant.admins_by_default(ground.tools, MAX, on=False)
    await grant.admins_by_default(ground.tools, MAX, on=True)

    with pytest.raises(Overtaken) as refused:
        await settings.change_settings(ground.tools, ADA, second, replace(opened, overlap=Overlap.DAY))
    assert (refused.value.name, refused.value.by, refused.value.at) == ("the settings", MAX.id, when)
    assert await settings.workspace_settings(ground.tools, ADA) == faster


async def test_a_settings_form_that_shows_what_never_was_is_refused(ground: Ground) -> None:
    opened = await settings.workspace_settings(ground.tools, ADA)
    form = await ground.form(ADA, Purpose.SETTINGS, draft={"overlap": "never"})
    with pytest.raises(FormExpired):
        await settings.change_settings(ground.tools, ADA, form, replace(opened, overlap=Overlap.DAY))


async def test_a_time_zone_that_nobody_knows_is_refused(ground: Ground) -> None:
    intent = await settings_form(ground, ADA)
    with pytest.raises(BadField, match="Mars") as refused:
        await settings.change_settings(
            ground.tools, ADA, intent, Workspace(tenant=HOME, time_zone="Mars/Olympus")
        )
    assert refused.value.field == "time_zone"


# --- audit


async def test_the_record_is_read_page_by_page(ground: Ground, hand: Hand) -> None:
    settled = await ground.settled(hand)
    for number in range(audit.PAGE):
        settled = await edited(ground, settled, replace(FIELDS, description=f"Number {number}"))
    newest = await audit.record(ground.tools, ADA, name="billing")
    assert len(newest.entries) == audit.PAGE
    assert newest.integration == settled
    assert newest.older is not None
    older = await audit.record(ground.tools, ADA, integration_id=settled.id, before=newest.older)
    assert [entry.event for entry in older.entries] == [Event.TOKEN_CONFIRM, Event.INTEGRATION_CREATE]
    assert older.older is None


async def test_the_whole_record_has_everything_and_is_for_managers(ground: Ground, hand: Hand) -> None:
    await ground.settled(hand)
    whole = await audit.record(ground.tools, MAX)
    assert whole.integration is None
    assert {entry.event for entry in whole.entries} >= {Event.ACCESS_GRANT, Event.INTEGRATION_CREATE}
    with pytest.raises(NotAllowed):
        await audit.record(ground.tools, VERA)
