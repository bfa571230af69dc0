"""*Report compromised*: what will happen at one glance, and what is known so far."""

from collections.abc import Mapping
from datetime import datetime

from slack_sdk.models.blocks import Block, RadioButtonsElement, StaticSelectElement
from slack_sdk.models.views import View

from bot.blocks import field, modal, option, prose, small
from bot.incidents.fields import exposure_fields, personal_field
from bot.text import bold, code, count, listed, moment
from bot.views.use import warning
from core.catalogue import Catalogue
from core.evidence import Usage
from core.incidents.kinds import NOT_KNOWN, Exposed, Exposure, PersonalData, Severity, Way
from core.incidents.severity import proposed
from core.integration import Integration
from core.token import Token

FORM = "compromised"
TITLE = "Report compromised"
NAMED = 5
PROPOSED = "proposed"
OWNER, MYSELF = "owner", "myself"
"""Who gets the new token."""

WAYS = {
    Way.ROTATE: ("Rotate now", "Every token is refused at once. A new one is made when it is asked for."),
    Way.REVOKE: ("Revoke without a new one", "Every token is refused at once."),
    Way.QUARANTINE: ("Quarantine first", "Reads only, known callers only. One click ends it."),
}

_NO_APPROVAL = (
    "Nobody has to approve this. An incident is opened, and its checklist goes to the security channel."
)


def report_form(
    integration: Integration,
    usage: Usage,
    catalogue: Catalogue,
    intent_id: str,
    now: datetime,
    *,
    found: Token | None = None,
    exposed: Exposed = NOT_KNOWN,
    may_choose: bool = False,
) -> View:
    """`found`: the token that was given, recognised by its digest. `may_choose`: who gets the new one."""
    blocks: list[Block] = [
        prose(_what_works(integration, found)),
        prose(_in_use(integration, usage, now)),
        prose(_permissions(integration, catalogue)),
        field("way", "What is to be done?", _radio("way", WAYS)),
        *([_recipient()] if may_choose else []),
        field("severity", "How bad is it?", _severities(integration, catalogue, found)),
        *exposure_fields(exposed),
        personal_field(PersonalData.UNKNOWN),
        small(_NO_APPROVAL),
    ]
    return modal(TITLE, blocks, callback_id=FORM, submit="Do it now", close="Go back", metadata=intent_id)


def _what_works(integration: Integration, found: Token | None) -> str:
    name, alive = bold(integration.name), integration.tokens
    tokens = listed(f"…{each.fingerprint.last_four}, valid since {moment(each.minted_at)}" for each in alive)
    told = f"{name} has no token that works."
    if alive:
        which = "a token that works" if len(alive) == 1 else f"{len(alive)} tokens that work"
        told = f":rotating_light: {name} has {which}: {tokens}."
    if found is None:
        return told
    what = "works" if any(each.id == found.id for each in alive) else "does not work any more"
    which = f"v{found.version} (…{found.fingerprint.last_four})"
    return f"{told}\nThe one you gave is its token {which}, which {what}."


def _in_use(integration: Integration, usage: Usage, now: datetime) -> str:
    told = warning(integration.tokens, usage, now)
    return f"*In use:* {told}" if told else "*In use:* no gateway has told of any use."


def _permissions(integration: Integration, catalogue: Catalogue) -> str:
    if integration.decoy:
        return "*Exposed:* nothing. It is a decoy."
    scopes = sorted(integration.scopes)
    sensitive = [code(each.scope) for each in catalogue.sensitive(integration.scopes)]
    named = sensitive[:NAMED] or [code(scope) for scope in scopes[:NAMED]]
    which = "sensitive ones: " if sensitive else ""
    more = len(sensitive or scopes) - len(named)
    also = [*named, f"{more} more"] if more > 0 else named
    return f"*Exposed:* {count(len(scopes), 'permission')}; {which}{listed(also)}."


def _recipient() -> Block:
    options = [
        option("Its owner, when they press “Show token”", OWNER),
        option("Me: show it to me once everything else is refused", MYSELF),
    ]
    radio = RadioButtonsElement(action_id="recipient", options=options, initial_option=options[0])
    return field("recipient", "Who gets the new token?", radio, hint="If there is to be one.")


def _severities(integration: Integration, catalogue: Catalogue, found: Token | None) -> StaticSelectElement:
    dead = found is not None and all(each.id != found.id for each in integration.tokens)
    harmless = dead or integration.decoy

    def of(exposure: Exposure) -> Severity:
        return proposed(integration.scopes, catalogue, exposure, harmless=harmless)

    public, other = of(Exposure.PUBLIC), of(Exposure.INTERNAL)
    as_proposed = (
        f"As proposed: {other}" if public is other else f"As proposed: {public} if public, else {other}"
    )
    options = [option(as_proposed, PROPOSED), *(option(each.value, each.value) for each in Severity)]
    return StaticSelectElement(action_id="severity", options=options, initial_option=options[0])


def _radio(action_id: str, choices: Mapping[Way, tuple[str, str]]) -> RadioButtonsElement:
    options = [option(text, each.value, about) for each, (text, about) in choices.items()]
    return RadioButtonsElement(action_id=action_id, options=options, initial_option=options[0])
