"""The tables. The tenant is in every one but those that serve all workspaces: replays, keys and epoch."""

from storage.tables.integrations import integrations
from storage.tables.machinery import OUTBOX_STATES, epoch, keys, outbox, replays
from storage.tables.people import grants, intents, workspaces
from storage.tables.record import audit, audit_heads
from storage.tables.shared import metadata
from storage.tables.tokens import tokens

__all__ = [
    "OUTBOX_STATES",
    "audit",
    "audit_heads",
    "epoch",
    "grants",
    "integrations",
    "intents",
    "keys",
    "metadata",
    "outbox",
    "replays",
    "tokens",
    "workspaces",
]
