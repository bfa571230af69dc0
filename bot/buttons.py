"""Every button that acts on an integration: its label, its id, and what a screen reader says.

A button carries the integration's id and generation, so that a second press, or one made on an old message,
is recognised. It never carries rights: those are asked for when it is pressed.
"""

from slack_sdk.models.blocks import ButtonElement

from bot.asked import ref
from bot.blocks import button
from bot.blocks import confirm as really
from bot.text import count, moment
from core.handover import Handover
from core.integration import Integration
from core.moving import HoldOuts
from core.token import Token

CREATE = "create"
DECOY = "decoy"
SHOW = "show"
EDIT = "edit"
ROTATE = "rotate"
DELETE = "delete"
SAVED = "saved"
NOT_RECEIVED = "not_received"
SHOW_TOKEN = "show_token"
EXTEND = "extend_overlap"
EXPIRE = "expire_old"
CANCEL = "cancel_rotation"
AUDIT = "open_audit"
IS_THIS_OURS = "is_this_ours"
HELD_REPORTS = "held_reports"


def create() -> ButtonElement:
    return button("Create integration", CREATE, "new", style="primary")


def decoy() -> ButtonElement:
    return button("Plant a decoy", DECOY, "new")


def show(integration: Integration) -> ButtonElement:
    return button("Show", SHOW, ref(integration), about=integration.name)


def edit(integration: Integration) -> ButtonElement:
    return button("Edit", EDIT, ref(integration), about=integration.name)


def rotate(integration: Integration, *, style: str | None = None) -> ButtonElement:
    return button("Rotate", ROTATE, ref(integration), about=integration.name, style=style)


def delete(integration: Integration) -> ButtonElement:
    return button("Delete", DELETE, ref(integration), about=integration.name, style="danger")


def is_this_ours() -> ButtonElement:
    return button("Is this token ours?", IS_THIS_OURS, "new")


def audit(integration: Integration) -> ButtonElement:
    return button("Audit", AUDIT, f"audit:{ref(integration)}", about=f"of {integration.name}")


def cancel_rotation(integration: Integration) -> ButtonElement:
    return button("Cancel rotation", CANCEL, ref(integration), about=f"of {integration.name}")


def extend_overlap(integration: Integration) -> ButtonElement:
    return button("Extend overlap", EXTEND, ref(integration), about=f"of {integration.name}")


def expire_old(integration: Integration, old: Token, use: HoldOuts | None = None) -> ButtonElement:
    ends = f" It would end {moment(old.ends_at)}." if old.ends_at else ""
    sure = really(
        # The name stands in the title, which is not escaped: escaped, it could be too long for the text.
        f"Expire the old token of {integration.name} now?",
        f"Whoever still sends the old token (…{old.fingerprint.last_four}) is refused from this moment."
        f"{ends} This cannot be undone.{_still(use)}",
        "Expire it now",
    )
    about = f"of {integration.name}"
    return button("Expire old token now", EXPIRE, ref(integration), about=about, style="danger", confirm=sure)


def _still(use: HoldOuts | None) -> str:
    if use is None or not use.still:
        return ""
    verb = "uses" if len(use.still) == 1 else "use"
    return f"\n*{len(use.still)} of {count(use.callers, 'caller')} still {verb} it.*"


def held_reports() -> ButtonElement:
    return button("Look at the reports", HELD_REPORTS, "held", style="primary")


def saved(integration: Integration, token: Token) -> ButtonElement:
    """Only on the token message: it is its recipient's word that they hold it."""
    value = f"{integration.id}:{token.id}"
    return button("I saved it", SAVED, value, about=f"the token of {integration.name}", style="primary")


def not_received(integration: Integration, token: Token) -> ButtonElement:
    value = f"{integration.id}:{token.id}"
    sure = really(
        "Make another token?",
        f"The new token (…{token.fingerprint.last_four}) stops working and is replaced by another one. "
        "Any older token goes on working.",
        "Make another",
        danger=False,
    )
    about = f"the token of {integration.name}"
    return button("I did not get it", NOT_RECEIVED, value, about=about, confirm=sure)


def show_token(integration_id: str, name: str, handover: Handover) -> ButtonElement:
    value = f"{integration_id}:{handover.id}"
    return button("Show token", SHOW_TOKEN, value, about=f"of {name}", style="primary")
