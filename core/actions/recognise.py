"""Whose tokens are these? Named to those who may deal with it; everybody else has reported them by asking."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.actions.identify import Identified, identify
from core.actions.pasted import deal_with
from core.actor import Person
from core.leaks.asking import may_ask
from core.ports import Tools
from core.refusals import NotAllowed, NotAMember, UnknownIntegration
from core.secret import Secret


@dataclass(frozen=True, slots=True)
class Recognised:
    known: Sequence[Identified] = ()
    """Those that the person may deal with."""
    others: int = 0
    """Ours, too, but not theirs to know: dealt with as leaked."""

    @property
    def nothing(self) -> bool:
        return not self.known and not self.others


async def recognise(
    tools: Tools, person: Person, found: Iterable[Secret], *, url: str = "", message: str = ""
) -> Recognised:
    """`url` and `message` say where it was, as in `deal_with`. Raises `NotAMember`. Others' are left out."""
    if not person.is_full_member:
        raise NotAMember
    known, others = [], []
    for secret in found:
        try:
            known.append(await identify(tools, person, secret))
        except (NotAllowed, UnknownIntegration):
            others.append(secret)
    ours = [secret for secret in others if await tools.store.find(secret) is not None]
    await deal_with(tools, ours, url=url, by=person.id, message=message)
    return Recognised(known, len(ours))


async def ask(tools: Tools, person: Person, found: Sequence[Secret]) -> Recognised:
    """The same for what somebody has typed in. Raises `AskedTooOften`, too."""
    async with tools.store.transaction(person.tenant) as tx:
        await may_ask(tx, person.id, tools.now())
    return await recognise(tools, person, found)
