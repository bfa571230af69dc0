"""What admins, third parties and the clock do while everybody asks, written down as it happens."""

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from random import Random

from cli.opening import opened, utc_now
from core.actions.confirm import confirm
from core.actions.delete import delete
from core.actions.edit import edit
from core.actions.expire_now import expire_now
from core.actions.gateways import add_gateway
from core.actions.revoke import revoke_all
from core.intent import Purpose
from core.overlap import Overlap
from core.secret import Secret
from tests.cli.backups import settings_of
from tests.proofs.site import ADA, TENANT, Case, Seen, Site, fields
from tests.proofs.verification.crowd import Crowd
from tests.proofs.verification.truth import End, Grant, Life, Says, Truth

SOON = 1.5
"""Seconds until an overlap of an hour is over: the office's clock is an hour slow, but for these."""
FEW, MORE = frozenset({"contacts.readonly"}), frozenset({"contacts.readonly", "invoices.readonly"})


def office_time() -> datetime:
    return utc_now() - timedelta(hours=1) + timedelta(seconds=SOON)


@asynccontextmanager
async def office_at(url: str, folder: Path) -> AsyncIterator[Site]:
    """Where people act: a process beside the replicas, as the bot is."""
    async with opened(settings_of(url, folder), now=office_time) as product:
        yield Site(product)


async def gateway(site: Site, name: str, *tenants: str) -> Secret:
    secret = site.tools.mint()
    await add_gateway(site.tools, site.database.gateways, name, secret, tenants=tenants)
    return secret


@dataclass
class Line:
    """One integration and its tokens."""

    case: Case
    grants: list[Grant]
    tokens: list[str] = field(default_factory=list)
    """The newest last."""


class Lives:
    def __init__(self, site: Site, crowd: Crowd, truth: Truth, random: Random) -> None:
        self._site, self._crowd, self._truth = site, crowd, truth
        # Whoever is next does the next one: all are done, in ever new company.
        self._deeds = cycle(random.sample(DEEDS, len(DEEDS)))
        self._deaths = cycle(random.sample(DEATHS, len(DEATHS)))

    async def live(self, name: str) -> None:
        """From its creation to the death of its tokens."""
        line = await self._begin(name)
        for _ in range(3):
            await next(self._deeds)(self, line)
            await self._crowd.hears(30)
        await next(self._deaths)(self, line)
        for token in line.tokens:
            self._crowd.use(token)
        await self._crowd.hears(30)

    async def _begin(self, name: str) -> Line:
        case = await self._site.settled(name)
        line = Line(case, [Grant(FEW, 0.0, 0.0)])
        self._in_use(line, case.tokens["old"])
        return line

    # --- deeds

    async def saved(self, line: Line) -> None:
        """*I saved it*; the old one has an hour, which is over soon."""
        new, asked = await self._rotated(line, Overlap.HOUR)
        end = self._end(line.tokens[-1], after=SOON)
        with self._ending(*line.tokens[:-1]):
            await confirm(self._site.tools, ADA, asked.integration_id, asked.token_id)
        end.told = time.time()
        end.latest = end.told + SOON
        self._in_use(line, new)
        await self._crowd.hears_until(end.latest)
        self._crowd.use(line.tokens[-2])

    async def saved_at_once(self, line: Line) -> None:
        new, asked = await self._rotated(line, Overlap.AT_ONCE)
        with self._ending(*line.tokens):
            await confirm(self._site.tools, ADA, asked.integration_id, asked.token_id)
        self._in_use(line, new)

    async def used(self, line: Line) -> None:
        """The third party has it from the moment it is shown, and uses it. The one before works on."""
        new, _ = await self._rotated(line, Overlap.AT_ONCE)
        with self._ending(*line.tokens[:-1]):
            self._in_use(line, new)
            await self._confirmed_by_use(new)

    async def expired(self, line: Line) -> None:
        """*Expire old token now*, after a use of the new one."""
        await self.used(line)
        with self._ending(*line.tokens[:-1]):
            await expire_now(self._site.tools, ADA, line.case.integration_id, generation=None)

    async def edited(self, line: Line) -> None:
        scopes = MORE if line.grants[-1].scopes == FEW else FEW
        form = await self._site.form(Purpose.EDIT, ADA, await self._site.integration(line.case.name))
        line.grants.append(grant := Grant(scopes, time.time()))
        await edit(self._site.tools, ADA, form, fields(line.case.name, *scopes))
        grant.told = time.time()

    # --- deaths

    async def deleted(self, line: Line) -> None:
        form = await self._site.form(Purpose.DELETE, ADA, await self._site.integration(line.case.name))
        with self._ending(*line.tokens):
            await delete(self._site.tools, ADA, form, typed=line.case.name)

    async def revoked(self, line: Line) -> None:
        with self._ending(*line.tokens):
            await revoke_all(self._site.tools, TENANT, line.case.name)

    async def revoked_by_its_gateway(self, line: Line) -> None:
        """One token only, at one of the replicas."""
        replica = self._crowd.anywhere()
        with self._ending(line.tokens[-1], by=replica):
            await self._crowd.revoke(replica, line.tokens[-1])

    # --- the small print

    async def _rotated(self, line: Line, overlap: Overlap) -> tuple[str, Case]:
        """A new token that nobody uses yet."""
        seen = Seen()
        issued = await self._site.rotate(line.case, ADA.id, seen.show, overlap)
        assert issued.token is not None
        return seen.tokens[0], replace(line.case, token_id=issued.token.id)

    async def _confirmed_by_use(self, token: str) -> None:
        while True:
            answer = await self._crowd.ask(self._crowd.anywhere(), token)
            if answer.says is not Says.DOUBT:
                assert answer.says is Says.YES, "it was shown"
                return

    def _in_use(self, line: Line, token: str) -> None:
        line.tokens.append(token)
        self._truth.lives[token] = Life(line.grants)
        self._crowd.use(token)

    def _end(self, token: str, *, after: float = 0.0, by: int | None = None) -> End:
        end = End(earliest=time.time() + after, by=by)
        self._truth.lives[token].ends.append(end)
        self._crowd.use(token)
        return end

    @contextmanager
    def _ending(self, *tokens: str, by: int | None = None) -> Iterator[None]:
        """Within the block, if they had not ended before."""
        ends = [self._end(token, by=by) for token in tokens]
        yield
        for end in ends:
            end.latest = end.told = time.time()


DEEDS = (Lives.saved, Lives.saved_at_once, Lives.used, Lives.expired, Lives.edited, Lives.edited)
DEATHS = (Lives.deleted, Lives.revoked, Lives.revoked_by_its_gateway)
