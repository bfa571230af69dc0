"""Edit: the prefilled form, then a page that says what will change, and only then the change.

The token stays; the next verification sees the new permissions.
"""

from typing import Any

from slack_sdk.models.views import View

from bot.asked import Asked
from bot.blocks import modal, prose
from bot.desk import Desk
from bot.features.create import read_fields
from bot.find import integration_for
from bot.intents import intent_of, open_intent
from bot.people import colleagues, person
from bot.screens import Screen
from bot.second_try import CAN_BE_PUT_RIGHT, what_was_wrong
from bot.text import bold
from bot.views.changes import change_blocks
from bot.views.fields import field_blocks, leak_policy
from core.actions.edit import preview
from core.actor import Right
from core.catalogue import Catalogue
from core.fields import Fields
from core.integration import Integration
from core.intent import Purpose
from core.refusals import NothingChanged

FORM = "edit"
TITLE = "Edit"
DOING = "Working out what changes."
REVIEW = "edit_review"
REVIEW_TITLE = "Is this right?"


async def draw(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    found = await integration_for(desk, asked, who, Right.EDIT)
    intent = await open_intent(desk, asked, Purpose.EDIT, found)
    await screen.show(form(found, Fields.of(found), desk.tools.catalogue, intent.id))


def form(
    integration: Integration, fields: Fields, catalogue: Catalogue, intent_id: str, *, problem: str = ""
) -> View:
    told = prose(
        f"{bold(integration.name)} keeps its token; what you change counts from the next request on."
    )
    blocks = [*what_was_wrong(problem), told, *field_blocks(fields, catalogue), leak_policy(fields)]
    return modal(TITLE, blocks, callback_id=FORM, submit="Review", close="Cancel", metadata=intent_id)


async def check(desk: Desk, asked: Asked) -> None:
    intent = await intent_of(desk, asked, Purpose.EDIT)
    await preview(desk.tools, desk.tenant, intent.integration_id or "", read_fields(asked))


async def submit(desk: Desk, asked: Asked, screen: Screen) -> None:
    """Keep what was typed with the intent, and show what it would change."""
    intent = await intent_of(desk, asked, Purpose.EDIT)
    who = await person(desk, asked.user)
    found = await integration_for(desk, asked.about(f"{intent.integration_id}:"), who, Right.EDIT)
    fields = read_fields(asked)
    try:
        view = await _reviewed(desk, found, fields, intent.id)
    except CAN_BE_PUT_RIGHT as refusal:
        view = form(found, fields, desk.tools.catalogue, intent.id, problem=str(refusal))
    await screen.show(view)


async def _reviewed(desk: Desk, integration: Integration, fields: Fields, intent_id: str) -> View:
    changes = await preview(desk.tools, desk.tenant, integration.id, fields)
    if not changes.any:
        raise NothingChanged
    await colleagues(desk, *sorted(changes.new_people))
    async with desk.tools.store.transaction(desk.tenant) as tx:
        await tx.redraft(intent_id, to_draft(changes.after))
    blocks = change_blocks(changes, desk.tools.catalogue)
    return modal(REVIEW_TITLE, blocks, callback_id=REVIEW, submit="Save", metadata=intent_id, close="Cancel")


def to_draft(fields: Fields) -> dict[str, Any]:
    return {
        "name": fields.name,
        "description": fields.description,
        "scopes": sorted(fields.scopes),
        "owner": fields.owner,
        "backup_owner": fields.backup_owner,
        "storage_note": fields.storage_note,
        "days": fields.period.days,
        "on_leak": fields.on_leak.value,
    }
