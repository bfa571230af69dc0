"""Where something is: what a secret leads to, and what sweeps go through."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    tenant: str
    integration_id: str
    token_id: str = ""
    """Empty where it is about the integration as a whole."""
