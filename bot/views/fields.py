"""The fields that describe an integration, the same when it is created and when it is edited."""

from datetime import timedelta

from slack_sdk.models.blocks import Block, PlainTextInputElement, StaticSelectElement, UserSelectElement

from bot.blocks import field, option, plain
from bot.features.permissions import picker, preset_menu
from bot.text import ON_LEAK, count
from core.catalogue import Catalogue
from core.fields import PERIODS, Fields


def field_blocks(fields: Fields, catalogue: Catalogue) -> list[Block]:
    return [
        field("name", "Name", _line("name", fields.name, "Billing sync"), hint="What people will look for."),
        field(
            "description",
            "Description",
            _text("description", fields.description, "What it does, and for whom"),
            optional=True,
        ),
        preset_menu(catalogue),
        picker(catalogue, fields.scopes),
        *_people(fields),
        field(
            "storage_note",
            "Where will the token be kept?",
            _line("storage_note", fields.storage_note, "Vault: billing/prod, or the vendor's settings page"),
            hint="A note for whoever rotates it next. Never the token itself.",
            optional=True,
        ),
        field("period", "Remind to rotate every", _periods(fields.period)),
    ]


def _people(fields: Fields) -> list[Block]:
    owner = UserSelectElement(action_id="owner", initial_user=fields.owner or None)
    backup = UserSelectElement(action_id="backup_owner", initial_user=fields.backup_owner or None)
    also = "Is reminded as well in the last three days, and when the owner has left."
    return [
        field("owner", "Owner", owner, hint="Gets the reminders, and may rotate it."),
        field("backup_owner", "Backup owner", backup, hint=also, optional=True),
    ]


def leak_policy(fields: Fields) -> Block:
    """Only where it is edited: the default is right for most."""
    options = {each: option(text, each.value) for each, text in ON_LEAK.items()}
    return field(
        "on_leak",
        "When a token is found in public",
        StaticSelectElement(
            action_id="on_leak", options=list(options.values()), initial_option=options[fields.on_leak]
        ),
        hint="Where others can read it, such as a public repository, they may be using it already.",
    )


def _line(name: str, value: str, example: str) -> PlainTextInputElement:
    # No max_length: an over-long text is answered with a sentence instead of being cut while pasting.
    return PlainTextInputElement(action_id=name, initial_value=value or None, placeholder=plain(example))


def _text(name: str, value: str, example: str) -> PlainTextInputElement:
    return PlainTextInputElement(
        action_id=name, initial_value=value or None, placeholder=plain(example), multiline=True
    )


def _periods(chosen: timedelta) -> StaticSelectElement:
    options = {each: option(count(each.days, "day"), str(each.days)) for each in sorted({*PERIODS, chosen})}
    return StaticSelectElement(
        action_id="period", options=list(options.values()), initial_option=options[chosen]
    )
