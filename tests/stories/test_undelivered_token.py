"""What becomes of a new token when Slack shows it, refuses to, or does not say."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from core.integration import Integration
from core.ports import Shown
from core.secret import Secret
from core.token import Token
from tests.proofs.site import ADA, Place, Site, site_at


@dataclass
class Screen:
    """Takes a token as Slack would, and looks whether it works already."""

    site: Site
    outcome: Shown
    tokens: list[str] = field(default_factory=list)
    worked: list[bool] = field(default_factory=list)

    async def show(self, _integration: Integration, _token: Token, secret: Secret) -> Shown:
        self.tokens.append(secret.reveal())
        self.worked.append(await self.site.works(secret.reveal()))
        return self.outcome


async def test_a_token_works_before_anybody_can_see_it(sqlite_url: str, tmp_path: Path) -> None:
    """So nothing is sent with the transaction still open."""
    async with site_at(Place(sqlite_url, tmp_path)) as site:
        screen = Screen(site, Shown.SHOWN)
        await site.rotate(await site.settled("Billing"), ADA.id, screen.show)

        assert screen.worked == [True]


async def test_a_token_that_slack_would_not_show_is_dead_and_the_old_one_works(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with site_at(Place(sqlite_url, tmp_path)) as site:
        case, screen = await site.settled("Billing"), Screen(site, Shown.REFUSED)
        issued = await site.rotate(case, ADA.id, screen.show)

        assert not await site.works(screen.tokens[0])
        assert await site.works(case.tokens["old"])
        assert issued.integration.handover is not None, "another can be collected by direct message"


async def test_a_token_that_may_have_been_seen_goes_on_working(sqlite_url: str, tmp_path: Path) -> None:
    async with site_at(Place(sqlite_url, tmp_path)) as site:
        case, screen = await site.settled("Billing"), Screen(site, Shown.UNKNOWN)
        issued = await site.rotate(case, ADA.id, screen.show)

        assert issued.shown is Shown.UNKNOWN
        assert await site.works(screen.tokens[0])
        assert await site.works(case.tokens["old"])


@pytest.mark.parametrize("outcome", list(Shown))
async def test_whatever_slack_says_a_token_is_sent_once(
    sqlite_url: str, tmp_path: Path, outcome: Shown
) -> None:
    async with site_at(Place(sqlite_url, tmp_path)) as site:
        screen = Screen(site, outcome)
        await site.rotate(await site.settled("Billing"), ADA.id, screen.show)

        assert len(screen.tokens) == 1
