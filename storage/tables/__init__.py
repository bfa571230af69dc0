"""The tables. The tenant is in every one but those that serve all workspaces.

Those are replays, keys, epoch, beats, gateways with their credentials, and the mark of the clock.
"""

from storage.tables.cards import card_subjects, cards
from storage.tables.incidents import incidents
from storage.tables.integrations import integrations
from storage.tables.leaks import leaks
from storage.tables.machinery import OUTBOX_STATES, beats, epoch, keys, outbox, replays
from storage.tables.people import grants, intents, workspaces
from storage.tables.record import audit, audit_heads
from storage.tables.reminders import REMINDER_STATES, reminders, snoozes
from storage.tables.said import said
from storage.tables.shared import metadata
from storage.tables.tokens import tokens
from storage.tables.verification import clock_mark, gateway_credentials, gateways, scope_uses, uses

__all__ = [
    "OUTBOX_STATES",
    "REMINDER_STATES",
    "audit",
    "audit_heads",
    "beats",
    "card_subjects",
    "cards",
    "clock_mark",
    "epoch",
    "gateway_credentials",
    "gateways",
    "grants",
    "incidents",
    "integrations",
    "intents",
    "keys",
    "leaks",
    "metadata",
    "outbox",
    "reminders",
    "replays",
    "said",
    "scope_uses",
    "snoozes",
    "tokens",
    "uses",
    "workspaces",
]
