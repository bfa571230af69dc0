"""A token is its recipient's business: nobody else can say that they hold it, or make it theirs."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.actions.confirm import confirm
from core.actions.show_token import show_token
from core.actor import Person
from core.integration import Integration
from core.ports import Shown
from core.refusals import NotAMember, NotYours
from core.secret import Secret
from core.token import State, Token
from tests.proofs.site import ADA, ADI, MIA, Place, site_at


async def _never(_integration: Integration, _token: Token, _secret: Secret) -> Shown:
    raise AssertionError("a token was about to be shown")


async def test_not_even_another_admin_can_say_that_it_was_saved(sqlite_url: str, tmp_path: Path) -> None:
    async with site_at(Place(sqlite_url, tmp_path)) as site:
        case = await site.offered("Billing")
        with pytest.raises(NotYours):
            await confirm(site.tools, ADI, case.integration_id, case.token_id)

        integration = await site.integration("Billing")
        assert integration.token(case.token_id).state is State.OFFERED
        assert integration.retiring(site.tools.now()) is None, "the old token's countdown has not begun"


async def test_a_recipient_who_is_a_guest_by_now_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    async with site_at(Place(sqlite_url, tmp_path)) as site:
        case = await site.offered("Billing")
        with pytest.raises(NotAMember):
            await confirm(site.tools, replace(ADA, is_guest=True), case.integration_id, case.token_id)

        assert (await site.integration("Billing")).token(case.token_id).state is State.OFFERED


@pytest.mark.parametrize(
    ("who", "refusal"), [(ADA, NotYours), (replace(MIA, is_guest=True), NotAMember)], ids=["ada", "a guest"]
)
async def test_what_waits_for_mia_is_collected_by_nobody_else(
    sqlite_url: str, tmp_path: Path, who: Person, refusal: type[Exception]
) -> None:
    async with site_at(Place(sqlite_url, tmp_path)) as site:
        case = await site.handed_over("Billing")
        with pytest.raises(refusal):
            await show_token(site.tools, who, case.integration_id, case.handover_id, _never)

        assert (await site.integration("Billing")).offered is None
