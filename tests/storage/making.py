"""Values for the storage tests."""

import os
import random
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from core.evidence import Caller
from core.handover import HANDOVER, Handover
from core.integration import Integration
from core.overlap import Overlap
from core.ports import Transaction
from core.quarantine import Quarantine
from core.secret import Secret
from core.token import Fingerprint, Proof, Token

TENANT = "T1"
OTHER_TENANT = "T2"


def new_id() -> str:
    return uuid4().hex


def a_secret(seed: int | None = None) -> Secret:
    """Any token; for a seed, always the same one."""
    return Secret.mint("pit", os.urandom if seed is None else random.Random(seed).randbytes)


def an_integration(now: datetime, name: str = "Billing sync", tenant: str = TENANT) -> Integration:
    return Integration(
        id=new_id(),
        tenant=tenant,
        name=name,
        description="Copies invoices",
        scopes=frozenset({"invoices.readonly", "contacts.write"}),
        owner="UOWNER",
        storage_note="In their vault",
        created_at=now,
        created_by="UADA",
        changed_at=now,
        changed_by="UADA",
    )


def a_quarantine(now: datetime) -> Quarantine:
    callers = frozenset({Caller("gateway-1", "203.0.113.0/24", "curl"), Caller("gateway-2")})
    return Quarantine(at=now, scopes=frozenset({"invoices.readonly", "users.readonly"}), callers=callers)


def a_token(fingerprint: Fingerprint, version: int, now: datetime, overlap: Overlap = Overlap.WEEK) -> Token:
    return Token(
        id=new_id(),
        version=version,
        fingerprint=fingerprint,
        recipient="UOWNER",
        minted_at=now,
        minted_by="UADA",
        overlap=overlap,
    )


def a_handover(now: datetime) -> Handover:
    return Handover(
        id=new_id(),
        recipient="UBOB",
        asked_by="UADA",
        overlap=Overlap.DAY,
        expires_at=now + HANDOVER,
    )


async def offering(tx: Transaction, integration: Integration, secret: Secret, now: datetime) -> Integration:
    """The integration with `secret` offered beside what it has."""
    token = a_token(await tx.fingerprint(secret), integration.next_version, now)
    return integration.offer(token)


def by(integration: Integration, user: str, now: datetime) -> Integration:
    """As an action marks a change."""
    return replace(integration, changed_by=user, changed_at=now)


def confirmed(integration: Integration, now: datetime, proof: Proof = Proof.SAVED) -> Integration:
    assert integration.offered is not None
    return integration.confirm(integration.offered.id, proof, now)


def days(number: float) -> timedelta:
    return timedelta(days=number)
