"""Values that the tests of the rules start from."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from core.actor import Person
from core.handover import Handover
from core.integration import Integration
from core.overlap import Overlap
from core.token import Fingerprint, Proof, Reason, State, Token

NOW = datetime(2030, 1, 7, 12, tzinfo=UTC)
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)


def a_token(version: int = 1, **changes: Any) -> Token:
    token = Token(
        id=f"token-{version}",
        version=version,
        fingerprint=Fingerprint(bytes([version]) * 32, "key-1", f"000{version}"),
        recipient="U-ADA",
        minted_at=NOW,
        minted_by="U-ADA",
    )
    return replace(token, **changes)


def offered(version: int = 1, **changes: Any) -> Token:
    return a_token(version, **changes)


def current(version: int = 1, **changes: Any) -> Token:
    changes = {"state": State.CURRENT, "confirmed_at": NOW, "proof": Proof.SAVED} | changes
    return a_token(version, **changes)


def retiring(version: int = 1, **changes: Any) -> Token:
    return current(version, **({"state": State.RETIRING, "ends_at": NOW + WEEK} | changes))


def dead(version: int = 1, **changes: Any) -> Token:
    return current(version, **({"state": State.DEAD, "ended_at": NOW, "reason": Reason.REVOKED} | changes))


def an_integration(*tokens: Token, **changes: Any) -> Integration:
    integration = Integration(
        id="integration-1",
        tenant="T-HOME",
        name="Billing",
        description="Sends invoices",
        scopes=frozenset({"invoices.readonly"}),
        owner="U-OLIVE",
        storage_note="Vault",
        created_at=NOW,
        created_by="U-ADA",
        changed_at=NOW,
        changed_by="U-ADA",
        next_version=max((token.version for token in tokens), default=0) + 1,
        tokens=tokens,
    )
    return replace(integration, **changes)


def a_handover(**changes: Any) -> Handover:
    handover = Handover(
        id="handover-1", recipient="U-BOB", asked_by="U-ADA", overlap=Overlap.WEEK, expires_at=NOW + WEEK
    )
    return replace(handover, **changes)


def a_person(**changes: Any) -> Person:
    return replace(Person(tenant="T-HOME", id="U-ADA", team="T-HOME"), **changes)
