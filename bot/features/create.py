"""Create an integration: its form, and what happens when it is submitted."""

from datetime import timedelta

from slack_sdk.models.blocks import UserSelectElement
from slack_sdk.models.views import View

from bot.asked import Asked
from bot.blocks import field, modal, prose
from bot.desk import Desk
from bot.intents import intent_of, open_intent
from bot.people import colleagues, person
from bot.screens import Screen
from bot.second_try import CAN_BE_PUT_RIGHT, what_was_wrong
from bot.token_message import shown_at
from bot.views.fields import field_blocks
from bot.views.issued import issued_view
from core.actions.create import create
from core.actor import Right
from core.authority import allowed
from core.fields import Fields, checked
from core.intent import Intent, Purpose
from core.issuing import Issued
from core.leaks.policy import OnLeak

FORM = "create"
TITLE = "Create integration"
DOING = "Creating it. You can close this; nothing gets lost."


async def draw(desk: Desk, asked: Asked, screen: Screen) -> None:
    """The empty form, for those who may use it."""
    who = await person(desk, asked.user)
    async with desk.tools.store.reading(desk.tenant) as reading:
        await allowed(reading, who, Right.CREATE)
        workspace = await reading.workspace()
    intent = await open_intent(desk, asked, Purpose.CREATE)
    empty = Fields(name="", description="", scopes=frozenset(), owner=asked.user, period=workspace.period)
    await screen.show(form(desk, empty, intent.id, recipient=asked.user))


def form(desk: Desk, fields: Fields, intent_id: str, *, recipient: str, problem: str = "") -> View:
    blocks = [
        *what_was_wrong(problem),
        prose("One integration for each third party, with only the permissions it needs."),
        *field_blocks(fields, desk.tools.catalogue),
        field(
            "recipient",
            "Who receives the token?",
            UserSelectElement(action_id="recipient", initial_user=recipient),
            hint="You, or the colleague who will put it into the third party. Only they will see it.",
        ),
    ]
    return modal(TITLE, blocks, callback_id=FORM, submit="Create", close="Cancel", metadata=intent_id)


def read_fields(asked: Asked) -> Fields:
    """What the form holds, as it was typed."""
    filled = asked.filled_in
    return Fields(
        name=filled.get("name") or "",
        description=filled.get("description") or "",
        scopes=frozenset(filled.get("scopes") or ()),
        owner=filled.get("owner") or asked.user,
        backup_owner=filled.get("backup_owner") or "",
        storage_note=filled.get("storage_note") or "",
        period=timedelta(days=int(filled.get("period") or 90)),
        on_leak=OnLeak(filled.get("on_leak") or OnLeak.REVOKE),
    )


async def check(desk: Desk, asked: Asked) -> None:
    await intent_of(desk, asked, Purpose.CREATE)
    async with desk.tools.store.reading(desk.tenant) as reading:
        await checked(read_fields(asked), desk.tools.catalogue, reading)


async def submit(desk: Desk, asked: Asked, screen: Screen) -> None:
    intent = await intent_of(desk, asked, Purpose.CREATE)
    recipient = asked.filled_in.get("recipient") or asked.user
    fields = read_fields(asked)
    try:
        issued = await _created(desk, intent, fields, recipient)
    except CAN_BE_PUT_RIGHT as refusal:
        await screen.show(form(desk, fields, intent.id, recipient=recipient, problem=str(refusal)))
    else:
        await screen.done(issued_view(TITLE, issued, created=True))


async def _created(desk: Desk, intent: Intent, fields: Fields, recipient: str) -> Issued:
    who = await person(desk, intent.actor)
    await colleagues(desk, *({recipient, fields.owner, fields.backup_owner} - {who.id, ""}))
    show = shown_at(desk, intent.reply_to)
    return await create(desk.tools, who, intent.id, fields, recipient=recipient, show=show)
