"""A token that its recipient collects: minted when they ask for it, and not before."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.overlap import Overlap

HANDOVER = timedelta(days=7)
"""How long *Show token* waits for its recipient."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """A token that will be minted when its recipient presses *Show token*, and not before."""

    id: str
    recipient: str
    asked_by: str
    overlap: Overlap
    expires_at: datetime
