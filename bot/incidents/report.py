"""`/compromised`, *Report compromised*: kill it in one move, and open the incident."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.asked import Asked
from bot.desk import Desk
from bot.find import integration_for
from bot.incidents import drill
from bot.incidents.buttons import parse_report
from bot.incidents.fields import exposed_in
from bot.incidents.report_done import done_view
from bot.incidents.report_form import FORM, MYSELF, PROPOSED, TITLE, report_form
from bot.intents import intent_of, open_intent
from bot.listeners import nothing_to_check as check
from bot.people import person
from bot.screens import Screen
from bot.token_message import shown_at
from bot.views.recognised import recognised_view
from core.actions.compromise import compromise, may_hold
from core.actions.leak import call_for
from core.actions.recognise import ask
from core.actor import Person, Right
from core.incidents.kinds import PersonalData, Severity, Way
from core.integration import Integration
from core.intent import Intent, Purpose
from core.leaks.finding import tokens_in
from core.refusals import FormExpired, Refused
from core.responding import Call
from core.secret import SHAPE, Secret

DOING = "Ending its tokens."

__all__ = ["DOING", "FORM", "TITLE", "check", "draw", "submit"]


class NotAWholeToken(Refused):
    """Looked up as a name, it would be repeated: it may be nearly somebody's real one."""

    code = "not_a_whole_token"

    def __init__(self) -> None:
        super().__init__(
            "That looks like a token, but it was mistyped or cut off: its checksum does not fit. "
            "Nothing was done. Give the whole token, or the name of its integration."
        )


async def draw(desk: Desk, asked: Asked, screen: Screen) -> None:
    """By the token itself, by name, or by what a button carries. A typed token goes no further than this."""
    if asked.words in drill.TYPED:
        await drill.draw(desk, asked, screen)
        return
    who = await person(desk, asked.user)
    secrets = tokens_in(asked.words)
    if secrets:
        await _recognised(desk, asked, screen, who, secrets)
        return
    if SHAPE.search(asked.words):
        raise NotAWholeToken
    integration = await integration_for(desk, asked, who, Right.COMPROMISE)
    await _form(desk, asked, screen, who, integration, await _known(desk, asked.value, integration))


async def _known(desk: Desk, value: str, about: Integration) -> Call:
    """What the pressed button knows of it, or the leak report that it names."""
    reported = parse_report(value)
    async with desk.tools.store.reading(desk.tenant) as reading:
        leak = await reading.leaks.one(reported.leak)
    if leak is not None and leak.integration_id == about.id:
        return call_for(leak)
    return Call(token_id=reported.token_id, source=reported.source)


async def _recognised(
    desk: Desk, asked: Asked, screen: Screen, who: Person, secrets: Sequence[Secret]
) -> None:
    """By its digest. Several integrations, or none, are told as whoever asks is told."""
    found = await ask(desk.tools, who, secrets)
    integrations = {each.integration.id: each.integration for each in found.known}
    if len(integrations) != 1 or found.others:
        await screen.show(recognised_view(TITLE, found))
        return
    worst = max(found.known, key=lambda each: each.works)
    await _form(desk, asked, screen, who, worst.integration, Call(token_id=worst.token.id))


async def _form(
    desk: Desk, asked: Asked, screen: Screen, who: Person, integration: Integration, known: Call
) -> None:
    draft = {"token": known.token_id, "source": known.source}
    intent = await open_intent(desk, asked, Purpose.COMPROMISE, integration, draft=draft)
    async with desk.tools.store.reading(desk.tenant) as reading:
        usage = await reading.usage(integration.id)
        holds = await may_hold(reading, who, integration)
        tokens = await reading.tokens(integration.id)
    view = report_form(
        integration,
        usage,
        desk.tools.catalogue,
        intent.id,
        desk.tools.now(),
        found=next((each for each in tokens if each.id == known.token_id), None),
        exposed=known.exposed,
        may_choose=holds and integration.owner != who.id,
    )
    await screen.show(view)


async def submit(desk: Desk, asked: Asked, screen: Screen) -> None:
    intent = await intent_of(desk, asked, Purpose.COMPROMISE)
    who = await person(desk, asked.user)
    call, show = _call(asked.filled_in, intent), shown_at(desk, intent.reply_to)
    holds = await _holds(desk, asked, who, intent)
    done = await compromise(desk.tools, who, intent.id, call, holds=holds, show=show)
    way = Way.REVOKE if done.response.integration.decoy else call.way
    await screen.done(done_view(done, way, who.id))


async def _holds(desk: Desk, asked: Asked, who: Person, intent: Intent) -> bool:
    """Whoever owns it gets the new one anyway; anybody else says so."""
    if asked.filled_in.get("recipient") == MYSELF:
        return True
    async with desk.tools.store.reading(desk.tenant) as reading:
        return (await reading.integration(intent.integration_id or "")).owner == who.id


def _call(filled: Mapping[str, Any], intent: Intent) -> Call:
    """Raises `FormExpired` for choices that nobody offered."""
    draft = intent.draft or {}
    try:
        severity = filled.get("severity")
        return Call(
            way=Way(str(filled.get("way"))),
            severity=None if severity == PROPOSED else Severity(str(severity)),
            exposed=exposed_in(filled),
            personal_data=PersonalData(str(filled.get("personal"))),
            token_id=str(draft.get("token", "")),
            source=str(draft.get("source", "")),
        )
    except ValueError as forged:
        raise FormExpired from forged
