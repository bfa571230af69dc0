"""`/integrations rotate billing` -> the verb, and the rest. Help is made from the same table."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.answer import answered, to_person
from bot.asked import Asked
from bot.desk import Desk
from bot.listeners import Listener, Opens, Pressed, opened
from bot.text import unescape
from core.refusals import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    word: str
    usage: str
    """What follows the verb, such as ``NAME``."""
    summary: str
    title: str
    """Of the modal it opens."""
    work: Opens
    needs_name: bool = False
    """A name that was left out is asked for."""
    says: Pressed | None = None
    """Typed, it is answered in words instead; the modal is for the other ways to it."""


class UnknownVerb(Refused):
    code = "unknown_verb"

    def __init__(self, word: str, command: str, similar: list[str]) -> None:
        did_you_mean = f" Did you mean `{command} {similar[0]}`?" if similar else ""
        clean = "".join(letter for letter in word if letter.isalnum())[:40]
        that = f"“{clean}”" if clean else "That"
        super().__init__(
            f"{that} is not something I can do.{did_you_mean} `{command} help` lists everything."
        )


def typed(desk: Desk, verbs: Mapping[str, Verb], default: str, which: Opens) -> Listener:
    """The slash command. `which` asks for a name that was left out."""

    async def listen(ack: AsyncAck, body: Mapping[str, Any]) -> None:
        await ack()
        asked = from_command(body)
        await answered(_dispatched(desk, asked, verbs, default, which), to_person(desk, asked))

    return listen


def typed_after(desk: Desk, verb: Verb, which: Opens) -> Listener:
    """A command of its own for one verb."""

    async def listen(ack: AsyncAck, body: Mapping[str, Any]) -> None:
        await ack()
        asked = from_command(body)
        about = replace(asked, words=asked.words.strip())
        await answered(_done(desk, about, verb, which), to_person(desk, asked))

    return listen


async def _dispatched(
    desk: Desk, asked: Asked, verbs: Mapping[str, Verb], default: str, which: Opens
) -> None:
    word, _, rest = asked.words.strip().partition(" ")
    verb = verbs.get((word or default).lower())
    if verb is None:
        raise UnknownVerb(word, desk.command, get_close_matches(word.lower(), verbs, n=1, cutoff=0.5))
    await _done(desk, replace(asked, words=rest.strip()), verb, which)


async def _done(desk: Desk, asked: Asked, verb: Verb, which: Opens) -> None:
    if verb.says is not None:
        await verb.says(desk, asked)
    elif verb.needs_name and not asked.words:
        await opened(desk, asked.about(verb.word), verb.title, which)
    else:
        await opened(desk, asked, verb.title, verb.work)


def from_command(body: Mapping[str, Any]) -> Asked:
    return Asked(
        user=body["user_id"],
        trigger=body.get("trigger_id", ""),
        reply_to=body.get("response_url"),
        channel=body.get("channel_id", ""),
        words=unescape(body.get("text") or ""),
    )
