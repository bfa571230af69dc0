"""Between rows and values."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row

from core.audit import Entry, Event
from core.handover import Handover
from core.integration import Integration
from core.leaks.policy import OnLeak
from core.naming import name_key
from core.notices import Kind, Notice
from core.overlap import Overlap
from core.status import glance
from core.token import Fingerprint, Proof, Reason, State, Token
from storage.quarantines import quarantine_columns, quarantine_of


def integration_of(row: Row[Any], tokens: Iterable[Token]) -> Integration:
    return Integration(
        id=row.id,
        tenant=row.tenant,
        name=row.name,
        description=row.description,
        scopes=frozenset(row.scopes),
        owner=row.owner,
        backup_owner=row.backup_owner,
        storage_note=row.storage_note,
        period=row.period,
        quiet=row.quiet,
        on_leak=OnLeak(row.on_leak),
        planted=row.planted,
        generation=row.generation,
        created_at=row.created_at,
        created_by=row.created_by,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        quarantine=quarantine_of(row),
        kept_at=row.kept_at,
        kept_by=row.kept_by,
        gone_owner=row.gone_owner,
        gone_at=row.gone_at,
        deleted_at=row.deleted_at,
        handover=_handover(row),
        next_version=row.next_version,
        tokens=tuple(tokens),
    )


def _handover(row: Row[Any]) -> Handover | None:
    if row.handover_id is None:
        return None
    return Handover(
        id=row.handover_id,
        recipient=row.handover_recipient,
        asked_by=row.handover_asked_by,
        overlap=Overlap(row.handover_overlap),
        expires_at=row.waiting_until,
    )


def integration_columns(integration: Integration) -> dict[str, Any]:
    """All columns but the key and the generation."""
    look, handover = glance(integration), integration.handover
    return {
        "name": integration.name,
        "name_key": name_key(integration.name),
        "description": integration.description,
        "scopes": sorted(integration.scopes),
        "owner": integration.owner,
        "backup_owner": integration.backup_owner,
        "storage_note": integration.storage_note,
        "period": integration.period,
        "quiet": integration.quiet,
        "on_leak": integration.on_leak.value,
        "planted": integration.planted,
        "created_at": integration.created_at,
        "created_by": integration.created_by,
        "changed_at": integration.changed_at,
        "changed_by": integration.changed_by,
        **quarantine_columns(integration.quarantine),
        "kept_at": integration.kept_at,
        "kept_by": integration.kept_by,
        "gone_owner": integration.gone_owner,
        "gone_at": integration.gone_at,
        "deleted_at": integration.deleted_at,
        "next_version": integration.next_version,
        "handover_id": handover and handover.id,
        "handover_recipient": handover and handover.recipient,
        "handover_asked_by": handover and handover.asked_by,
        "handover_overlap": handover and handover.overlap.value,
        "waiting_until": look.waiting_until,
        "due_at": look.due_at,
        "overlap_ends_at": look.overlap_ends_at,
        "offered_at": look.offered_at,
        "has_current": look.has_current,
    }


def token_of(row: Row[Any]) -> Token:
    return Token(
        id=row.id,
        version=row.version,
        fingerprint=Fingerprint(row.digest, row.key_id, row.last_four),
        state=State(row.state),
        recipient=row.recipient,
        minted_at=row.minted_at,
        minted_by=row.minted_by,
        overlap=Overlap(row.overlap),
        early=row.early,
        confirmed_at=row.confirmed_at,
        proof=row.proof and Proof(row.proof),
        first_used_at=row.first_used_at,
        ends_at=row.ends_at,
        ended_at=row.ended_at,
        reason=row.reason and Reason(row.reason),
    )


def token_columns(token: Token) -> dict[str, Any]:
    """What is fixed when a token is minted."""
    return {
        "id": token.id,
        "version": token.version,
        "digest": token.fingerprint.digest,
        "key_id": token.fingerprint.key_id,
        "last_four": token.fingerprint.last_four,
        "recipient": token.recipient,
        "minted_at": token.minted_at,
        "minted_by": token.minted_by,
        "overlap": token.overlap.value,
        "early": token.early,
    }


def life_columns(token: Token) -> dict[str, Any]:
    """What changes in a token's life. Not its digest: that may have moved to a newer pepper meanwhile."""
    return {
        "state": token.state.value,
        "confirmed_at": token.confirmed_at,
        "proof": token.proof and token.proof.value,
        "first_used_at": token.first_used_at,
        "ends_at": token.ends_at,
        "ended_at": token.ended_at,
        "reason": token.reason and token.reason.value,
    }


def entry_of(row: Row[Any]) -> Entry:
    return Entry(
        tenant=row.tenant,
        sequence=row.sequence,
        at=row.at,
        actor=row.actor,
        event=Event(row.event),
        subject=row.subject,
        subject_name=row.subject_name,
        details=row.details,
        key_id=row.key_id,
        link=row.link,
    )


def notice_of(row: Row[Any]) -> Notice:
    kind = Kind(row.kind)
    return Notice(kind=kind, to=row.recipient, integration_id=row.integration_id, facts=row.facts)


def by_integration(rows: Iterable[Row[Any]]) -> Mapping[str, list[Token]]:
    """Tokens of several integrations, sorted apart."""
    found: dict[str, list[Token]] = {}
    for row in rows:
        found.setdefault(row.integration_id, []).append(token_of(row))
    return found
