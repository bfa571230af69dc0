"""All about one integration, on one screen."""

from dataclasses import dataclass
from datetime import datetime

from slack_sdk.models.blocks import Block, ButtonElement, SectionBlock
from slack_sdk.models.views import View

from bot import buttons
from bot.asked import ref
from bot.blocks import DIVIDER, actions, header, modal, mrkdwn, prose, quoted, small
from bot.incidents import buttons as incidents
from bot.text import count, day, moment, someone, span
from bot.views.hold_outs import report
from bot.views.menus import ways
from bot.views.paragraphs import paragraphs
from bot.views.permissions import permission_blocks
from bot.views.record import dated
from bot.views.status import in_words
from bot.views.tokens import name_of, token_blocks
from bot.views.use import ago, use_blocks
from core.actions.show import Portrait
from core.actor import Right, looks_after, may
from core.catalogue import Catalogue
from core.integration import Integration
from core.moving import hold_outs

TITLE = "Integration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """A portrait as one person looks at it at one moment."""

    portrait: Portrait
    user: str
    now: datetime
    catalogue: Catalogue

    @property
    def integration(self) -> Integration:
        return self.portrait.integration

    def ago(self, at: datetime) -> str:
        return ago(at, self.now)

    def may(self, right: Right) -> bool:
        return may(right, self.portrait.role, is_owner=looks_after(self.user, self.integration))


def portrait_view(sitting: Sitting, metadata: str = "") -> View:
    integration = sitting.integration
    blocks: list[Block] = [
        header(integration.name),
        prose(f"*{in_words(sitting.portrait.status, sitting.now)}*"),
        *_under_way(sitting),
        *_description(integration),
        _facts(sitting),
        *_kept_at(integration),
        *_ways(sitting),
        DIVIDER,
        *permission_blocks(integration, sitting.catalogue),
        DIVIDER,
        *token_blocks(sitting.portrait.tokens, sitting.portrait.usage, sitting.now, decoy=integration.decoy),
        DIVIDER,
        *use_blocks(sitting.portrait.usage, sitting.portrait.tokens, sitting.now),
        DIVIDER,
        *_history(sitting),
    ]
    return modal(TITLE, blocks, metadata=metadata)


def _description(integration: Integration) -> list[Block]:
    told = integration.description
    if integration.decoy:
        told = f"Decoy, planted at “{integration.planted}”. It opens nothing, and its first use is an alarm."
    return [quoted(told)] if told else []


def _kept_at(integration: Integration) -> list[Block]:
    note = integration.storage_note
    return [small("*Where the token is kept*"), quoted(note)] if note else []


def _facts(sitting: Sitting) -> SectionBlock:
    integration = sitting.integration
    facts = {
        "Owner": _looked_after_by(integration),
        "Next rotation": _due(integration, sitting.now),
        "Rotate every": count(integration.period.days, "day"),
        "Created": f"{day(integration.created_at)} by {someone(integration.created_by)}",
    }
    return SectionBlock(fields=[mrkdwn(f"*{label}*\n{value}") for label, value in facts.items()])


def _looked_after_by(integration: Integration) -> str:
    backup = integration.backup_owner
    return f"{someone(integration.owner)}{f', backup {someone(backup)}' if backup else ''}"


def _due(integration: Integration, now: datetime) -> str:
    due = integration.due_at
    if integration.decoy:
        return "Never: it is a decoy"
    if due is None:
        return "Counted from when a token is confirmed"
    return f"{day(due)}, in {span(due - now)}" if due > now else f"Was due {day(due)}, {span(now - due)} ago"


def _ways(sitting: Sitting) -> list[Block]:
    integration = sitting.integration
    made = {
        buttons.EDIT: buttons.edit,
        buttons.ROTATE: buttons.rotate,
        buttons.DELETE: buttons.delete,
        incidents.COMPROMISED: incidents.report,
    }
    verbs = ways(integration, sitting.portrait.role, sitting.user, sitting.now)
    found = [made[verb](integration) for verb in verbs if verb in made]
    if integration.quarantine is not None and sitting.may(Right.COMPROMISE):
        found.append(incidents.lift(integration.name, ref(integration)))
    if sitting.may(Right.AUDIT):
        found.append(buttons.audit(integration))
    return [actions(*found)] if found else []


# --- a rotation that is under way


def _under_way(sitting: Sitting) -> list[Block]:
    """What is on its way, and the old token that still works: there can be both at once."""
    coming = _waiting(sitting) or _offered(sitting)
    return [*coming, *_overlap(sitting, cancellable=not coming)]


def _waiting(sitting: Sitting) -> list[Block]:
    integration = sitting.integration
    waiting = integration.waiting(sitting.now)
    if waiting is None:
        return []
    words = (
        f"{someone(waiting.recipient)} is to collect the new token, as {someone(waiting.asked_by)} asked. "
        f"*Show token* waits in their messages until {moment(waiting.expires_at)}."
    )
    ways = [buttons.cancel_rotation(integration)] if sitting.may(Right.CANCEL_ROTATION) else []
    return _with(words, ways)


def _offered(sitting: Sitting) -> list[Block]:
    integration = sitting.integration
    offered = integration.offered
    if offered is None:
        return []
    words = (
        f"The new token {name_of(offered)} was shown to {someone(offered.recipient)} "
        f"{moment(offered.minted_at)}. Nobody has confirmed it yet; its first use confirms it too."
    )
    ways = []
    if offered.recipient == sitting.user or sitting.may(Right.ROTATE):
        ways.append(buttons.not_received(integration, offered))
    if integration.current is not None and sitting.may(Right.CANCEL_ROTATION):
        ways.append(buttons.cancel_rotation(integration))
    return _with(words, ways)


def _overlap(sitting: Sitting, *, cancellable: bool) -> list[Block]:
    integration = sitting.integration
    old = integration.retiring(sitting.now)
    if old is None or old.ends_at is None:
        return []
    left = span(old.ends_at - sitting.now)
    words = f"The old token {name_of(old)} works until {moment(old.ends_at)}: {left} left.{_sooner(sitting)}"
    found = hold_outs(integration, sitting.portrait.usage, sitting.now)
    told = report(found, sitting.portrait.usage, integration, old, sitting.ago) if found is not None else []
    ways = []
    if sitting.may(Right.EXTEND_OVERLAP):
        ways.append(buttons.extend_overlap(integration))
    if sitting.may(Right.EXPIRE_OLD):
        ways.append(buttons.expire_old(integration, old, found))
    if cancellable and integration.current is not None and sitting.may(Right.CANCEL_ROTATION):
        ways.append(buttons.cancel_rotation(integration))
    return [prose(words), *told, *([actions(*ways)] if ways else [])]


def _sooner(sitting: Sitting) -> str:
    if sitting.integration.until_moved(sitting.now) is None:
        return ""
    quiet = span(sitting.integration.quiet)
    return f" It ends sooner: once each caller was seen with the new one, or was silent for {quiet}."


def _with(words: str, ways: list[ButtonElement]) -> list[Block]:
    return [prose(words), actions(*ways)] if ways else [prose(words)]


def _history(sitting: Sitting) -> list[Block]:
    lines = [f"• {dated(entry, it='it')}" for entry in sitting.portrait.history]
    return paragraphs(["*What happened last*", *lines])
