"""A decoy opens nothing and stays as it was planted: its use is an alarm (`core.actions.decoys`)."""

from core.actor import Right
from core.integration import Integration
from core.refusals import OfIntegration

CHANGES = frozenset({Right.EDIT, Right.ROTATE})


class IsDecoy(OfIntegration):
    code = "is_decoy"
    sentence = (
        "“{name}” is a decoy: it opens nothing, so there is nothing to change. "
        "Delete it, and plant another one where you want one."
    )


def may_be_done_to(integration: Integration, right: Right) -> None:
    if integration.decoy and right in CHANGES:
        raise IsDecoy(integration.name)
