"""Whose tokens are these? Named to those who may deal with it; everybody else has reported them by asking."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.actions.identify import Identified, identify
from core.actions.leak import take
from core.actor import Person
from core.leaks.asking import may_ask
from core.leaks.report import Report, Source
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
    """`url` and `message` say where it was, as in a report. Raises `NotAMember`. Others' are left out."""
    if not person.is_full_member:
        raise NotAMember
    known, others = [], 0
    for secret in found:
        place = await tools.store.find(secret)
        try:
            known.append(await identify(tools, person, place))
        except (NotAllowed, UnknownIntegration):
            if place is not None:
                others += 1
                report = Report(secret=secret, source=Source.SLACK, by=person.id, url=url, message=message)
                await take(tools, place, report)
    return Recognised(known, others)


async def ask(tools: Tools, person: Person, found: Sequence[Secret]) -> Recognised:
    """The same for what somebody has typed in. Raises `AskedTooOften`, too."""
    async with tools.store.transaction(person.tenant) as tx:
        await may_ask(tx, person.id, tools.now())
    return await recognise(tools, person, found)
