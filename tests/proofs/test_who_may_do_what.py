"""Every kind of person tries every right, on what they own and what they do not, switched on and off."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from pathlib import Path

import pytest

from core.actions.confirm import confirm
from core.actions.remint import remint
from core.actions.show_token import show_token
from core.actor import Right, Role
from core.refusals import FormExpired, NotAllowed, NotAMember, Refused, SwitchedOff, UnknownIntegration
from core.workspace import Workspace
from tests.proofs.ledger import Ledger, ledger_at
from tests.proofs.rights import (
    ABOUT_ONE,
    FORMS,
    FULL_MEMBERS,
    GRANTED,
    PEOPLE,
    SOMEBODY,
    STAYS_WHILE_SWITCHED_OFF,
    TABLE,
    TRIES,
)
from tests.proofs.site import ADA, ADI, TENANT, Case, Place, Seen, Site, site_at
from tests.storage.making import a_secret, an_integration, offering

OVERLAP = {Right.EXPIRE_OLD, Right.EXTEND_OVERLAP, Right.CANCEL_ROTATION}


class Owns(Enum):
    NOT = auto()
    OWNER = auto()
    BACKUP = auto()


@dataclass
class Hall:
    site: Site
    ledger: Ledger

    async def tries(self, kind: str, right: Right, case: Case, owns: Owns) -> type[Refused] | None:
        """The refusal, if any; and a refusal leaves everything as it was."""
        who = PEOPLE[kind]
        await self._prepare(kind, case, owns)
        case = replace(case, who=who)
        if right in FORMS:
            case = await self.site.with_form(case, FORMS[right], who)
        before = self.ledger.changes()
        try:
            await TRIES[right](self.site, case)
        except Refused as refusal:
            assert self.ledger.changes() == before
            return type(refusal)
        return None

    async def switch(self, *, on: bool) -> None:
        async with self.site.tools.store.transaction(TENANT) as tx:
            await tx.set_workspace(Workspace(tenant=TENANT, enabled=on), by=ADA.id)

    async def _prepare(self, kind: str, case: Case, owns: Owns) -> None:
        self.ledger.run(
            "UPDATE integrations SET owner = :owner, backup_owner = :backup WHERE name = :name",
            owner=PEOPLE[kind].id if owns is Owns.OWNER else ADA.id,
            backup=PEOPLE[kind].id if owns is Owns.BACKUP else "",
            name=case.name,
        )
        async with self.site.tools.store.transaction(TENANT) as tx:
            role = GRANTED.get(kind, Role.NONE)
            if await tx.role(SOMEBODY.id) is not role:
                await tx.set_role(SOMEBODY.id, role, by=ADA.id)


def expected(kind: str, right: Right, owns: Owns, *, on: bool) -> type[Refused] | None:
    """From the table alone."""
    anybody, owners_too = TABLE[right]
    if kind not in FULL_MEMBERS:
        return NotAMember
    if kind not in anybody and not (owns is not Owns.NOT and owners_too):
        hidden = kind == "member" and right in ABOUT_ONE and owns is Owns.NOT
        return UnknownIntegration if hidden else NotAllowed
    return None if on or right in STAYS_WHILE_SWITCHED_OFF else SwitchedOff


@pytest.fixture
async def hall(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Hall]:
    async with site_at(Place(sqlite_url, tmp_path)) as site:
        with ledger_at(sqlite_url) as ledger:
            yield Hall(site, ledger)


@pytest.mark.slow
@pytest.mark.parametrize("right", TABLE)
async def test_everybody_may_what_the_table_says_and_nothing_else(hall: Hall, right: Right) -> None:
    scene = hall.site.overlapping if right in OVERLAP else hall.site.settled
    fresh, number = await scene(f"{right} 0"), 0
    wrong = []
    for kind in PEOPLE:
        for owns in Owns:
            found = await hall.tries(kind, right, fresh, owns)
            if found is not expected(kind, right, owns, on=True):
                wrong.append((kind, owns, found))
            if found is None and right in FORMS.keys() | {Right.EXPIRE_OLD}:
                number += 1
                fresh = await scene(f"{right} {number}")
    assert wrong == []


async def test_switched_off_nobody_may_change_anything_but_the_switch(hall: Hall) -> None:
    case, wrong = await hall.site.overlapping("Billing"), []
    await hall.switch(on=False)
    for right in TABLE:
        for kind in PEOPLE:
            found = await hall.tries(kind, right, case, Owns.NOT)
            if found is not expected(kind, right, Owns.NOT, on=False):
                wrong.append((kind, right, found))
    assert wrong == []


async def test_a_form_is_worth_nothing_in_other_hands(hall: Hall) -> None:
    for right, purpose in FORMS.items():
        case = await hall.site.with_form(await hall.site.overlapping(f"For {right}"), purpose, ADA)
        with pytest.raises(FormExpired):
            await TRIES[right](hall.site, replace(case, who=ADI))


async def test_what_is_elsewhere_and_what_is_nowhere_get_the_same_answer(hall: Hall) -> None:
    """An admin here, with the ids of another workspace in hand."""
    site, foreign = hall.site, an_integration(hall.site.tools.now(), tenant="T9")
    async with site.tools.store.transaction("T9") as tx:
        await tx.add(await offering(tx, foreign, a_secret(), site.tools.now()), by="U9")
    elsewhere = await _answers(site, foreign.id)
    nowhere = await _answers(site, "01900000-0000-7000-8000-000000000000")

    assert elsewhere == nowhere
    assert set(elsewhere) == {"That integration is not here."}


async def _answers(site: Site, integration_id: str) -> list[str]:
    case = Case(name="", who=ADA, integration_id=integration_id, generation=1)
    tries = [
        *(TRIES[right](site, case) for right in (Right.SEE, Right.EXPIRE_OLD, Right.AUDIT)),
        confirm(site.tools, ADA, integration_id, "token"),
        remint(site.tools, ADA, integration_id, "token", Seen().show),
        show_token(site.tools, ADA, integration_id, "handover", Seen().show),
    ]
    for right, purpose in FORMS.items():
        about = replace(an_integration(site.tools.now(), tenant=TENANT), id=integration_id)
        form = await site.form(purpose, ADA, about)
        tries.append(TRIES[right](site, replace(case, intent_id=form)))
    answers = []
    for each in tries:
        with pytest.raises(Refused) as refusal:
            await each
        answers.append(str(refusal.value))
    return answers
