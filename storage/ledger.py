"""What is known of a token that is not in memory: `core.verification_ports.Ledger`."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, and_, select

from core.place import Place
from core.refusals import Sealed
from core.secret import Secret
from core.token import State
from core.verification import Known
from storage.connections import Connections
from storage.keyring import KeyRing, Purpose
from storage.lookup import looked_up
from storage.quarantines import quarantine_of
from storage.rekeying import Rekeying
from storage.tables import epoch, integrations, tokens

_OWNER = and_(integrations.c.tenant == tokens.c.tenant, integrations.c.id == tokens.c.integration_id)


class Ledger:
    def __init__(self, connections: Connections, keys: KeyRing, rekeying: Rekeying[Place]) -> None:
        self._connections = connections
        self._keys = keys
        self._rekeying = rekeying

    async def known(self, secret: Secret) -> Known | None:
        async with self._connections.reading() as connection:
            row, ring = await looked_up(connection, self._keys, secret, _query)
        if row.sealed:
            raise Sealed
        if row.id is None:
            return None
        if row.key_id != ring.newest(Purpose.PEPPER).id and row.state != State.DEAD.value:
            self._rekeying.later(Place(row.tenant, row.integration_id, row.id), secret)
        return _known(row)


def _query(digests: Sequence[bytes]) -> Select[*tuple[Any, ...]]:
    """The token, its integration and the epoch of one moment."""
    return select(
        epoch.c.value.label("epoch"),
        epoch.c.ring,
        epoch.c.sealed,
        *(tokens.c[name] for name in ("tenant", "integration_id", "id", "version", "key_id", "state")),
        *(tokens.c[name] for name in ("minted_at", "ends_at", "ended_at")),
        *(integrations.c[name] for name in ("name", "scopes", "quarantined_at", "quarantine", "planted")),
    ).select_from(epoch.outerjoin(tokens, tokens.c.digest.in_(digests)).outerjoin(integrations, _OWNER))


def _known(row: Row[Any]) -> Known:
    quarantine, scopes = quarantine_of(row), frozenset(row.scopes)
    return Known(
        tenant=row.tenant,
        integration_id=row.integration_id,
        name=row.name,
        token_id=row.id,
        version=row.version,
        scopes=scopes if quarantine is None else scopes & quarantine.scopes,
        state=State.DEAD if row.planted else State(row.state),  # a decoy never opens anything
        issued_at=row.minted_at,
        ends_at=row.ended_at or row.ends_at,
        quarantine=quarantine,
        epoch=row.epoch,
    )
