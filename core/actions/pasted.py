"""Tokens that were pasted into a conversation: what is ours among them is dealt with as leaked."""

from collections.abc import Iterable, Sequence

from core.actions.leak import take
from core.audit import SYSTEM
from core.leaks.report import Report, Source, State
from core.ports import Tools
from core.secret import Secret


async def watching(tools: Tools, tenant: str) -> bool:
    """Whether messages may be looked at. Goes on while the feature is off, as all emergencies do."""
    async with tools.store.reading(tenant) as reading:
        return (await reading.workspace()).pasted_tokens


async def deal_with(tools: Tools, found: Iterable[Secret], *, url: str, message: str = "") -> Sequence[State]:
    """What became of those that are ours and were not seen in that message before.

    Look-alikes are passed over in silence. `url` names the message, the same after an edit;
    so does `message`, as ``channel ts``.
    """
    states = []
    for secret in found:
        place = await tools.store.find(secret)
        if place is None:
            continue
        report = Report(secret=secret, source=Source.SLACK, by=SYSTEM, url=url, message=message)
        state = await take(tools, place, report)
        if state is not None:
            states.append(state)
    return states
