"""*Snooze*: hear of a rotation again later, and give the reason."""

from datetime import datetime

from core.actor import Person, Right
from core.audit import Event
from core.authority import as_shown
from core.integration import Integration
from core.intent import Purpose
from core.naming import clean_text
from core.ports import Tools
from core.refusals import BadField
from core.reminders.refusals import NothingToRemind
from core.reminders.snoozing import Snooze, may_snooze


async def snooze(
    tools: Tools, person: Person, intent_id: str, *, until: datetime, reason: str
) -> Integration:
    """The latest reminder comes again then, and nothing before.

    Raises `BadField`, `SnoozedEnough`, `SnoozeNeedsSomebodyElse`, `NothingToRemind` and other refusals.
    """
    now, why = tools.now(), _given(reason)
    async with tools.store.transaction(person.tenant) as tx:
        intent = await tx.use_intent(intent_id, person.id, Purpose.SNOOZE, now)
        integration = await as_shown(tx, person, Right.SNOOZE, intent.integration_id, intent.generation)
        standing = await tx.reminders.standing(integration)
        if standing.said is None:
            raise NothingToRemind(integration.name)
        wish = Snooze(by=person.id, at=now, until=until, reason=why)
        may_snooze(standing.snoozes, standing.said.due_at, wish, integration.name)
        await tx.reminders.snooze(integration, standing.said, wish, number=len(standing.snoozes) + 1)
        await tx.note(
            Event.REMINDER_SNOOZE,
            by=person.id,
            subject=integration.id,
            subject_name=integration.name,
            until=until.isoformat(timespec="seconds"),
            reason=why,
        )
    return integration


def _given(reason: str) -> str:
    why = clean_text(reason, "reason")
    if not why:
        raise BadField("reason", "Please say why it can wait.")
    return why
