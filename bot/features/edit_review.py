"""The second page of an edit: what it changes was read, and now it takes effect."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.asked import Asked
from bot.desk import Desk
from bot.features import edit as first_page
from bot.intents import intent_of
from bot.people import person
from bot.screens import Screen, notice
from bot.text import bold
from core.actions.edit import edit
from core.fields import Fields
from core.intent import Purpose
from core.leaks.policy import OnLeak
from core.refusals import FormExpired

FORM = first_page.REVIEW
TITLE = first_page.REVIEW_TITLE
DOING = "Saving it."


async def check(desk: Desk, asked: Asked) -> None:
    await intent_of(desk, asked, Purpose.EDIT)


async def submit(desk: Desk, asked: Asked, screen: Screen) -> None:
    intent = await intent_of(desk, asked, Purpose.EDIT)
    if intent.draft is None:
        raise FormExpired
    who = await person(desk, asked.user)
    edited = await edit(desk.tools, who, intent.id, from_draft(intent.draft))
    await screen.done(notice(TITLE, f"{bold(edited.name)} is changed. Its token stays the same."))


def from_draft(draft: Mapping[str, Any]) -> Fields:
    return Fields(
        name=draft["name"],
        description=draft["description"],
        scopes=frozenset(draft["scopes"]),
        owner=draft["owner"],
        backup_owner=draft["backup_owner"],
        storage_note=draft["storage_note"],
        period=timedelta(days=draft["days"]),
        on_leak=OnLeak(draft["on_leak"]),
    )
