"""Somebody sends a form about something that has changed, or gone, or is none of their business any more."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.actions.delete import delete
from core.actions.expire_now import expire_now
from core.actions.rotate import rotate
from core.actor import Person
from core.intent import Purpose
from core.overlap import Overlap
from core.refusals import Overtaken, UnknownIntegration
from tests.proofs.site import ADA, ADI, Case, Place, Site, site_at


async def _rotate(site: Site, case: Case, who: Person) -> None:
    await rotate(site.tools, who, case.intent_id, overlap=Overlap.WEEK, recipient=who.id, show=None)


async def _delete(site: Site, case: Case) -> None:
    form = await site.with_form(case, Purpose.DELETE, ADI)
    await delete(site.tools, ADI, form.intent_id, typed=case.name)


async def test_who_rotates_what_was_just_deleted_is_told_who_deleted_it(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with site_at(Place(sqlite_url, tmp_path)) as site:
        form = await site.with_form(await site.settled("Billing"), Purpose.ROTATE, ADA)
        await _delete(site, form)

        with pytest.raises(Overtaken) as refusal:
            await _rotate(site, form, ADA)
        assert (refusal.value.name, refusal.value.by) == ("Billing", ADI.id)


async def test_who_was_demoted_meanwhile_is_not_told_what_became_of_it(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with site_at(Place(sqlite_url, tmp_path)) as site:
        demoted = replace(ADI, is_admin=False)
        form = await site.with_form(await site.settled("Billing"), Purpose.ROTATE, ADI)
        await site.rotate(form, ADA.id, None)
        with pytest.raises(UnknownIntegration):
            await _rotate(site, form, demoted)

        await _delete(site, form)
        with pytest.raises(UnknownIntegration):
            await _rotate(site, form, demoted)


async def test_a_button_of_another_age_tells_a_plain_member_nothing(sqlite_url: str, tmp_path: Path) -> None:
    """A made-up generation must not turn “it is not here” into “somebody changed it”."""
    async with site_at(Place(sqlite_url, tmp_path)) as site:
        case = await site.overlapping("Billing")
        stranger = replace(ADI, id="U0MAX0000", is_admin=False)

        with pytest.raises(UnknownIntegration):
            await expire_now(site.tools, stranger, case.integration_id, generation=1)
        with pytest.raises(UnknownIntegration):
            await expire_now(site.tools, ADA, "never-here", generation=1)
