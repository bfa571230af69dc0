"""What the tests of the rules may ask for by name."""

from tests.core.ground import ground, hand
from tests.core.reminding import world

__all__ = ["ground", "hand", "world"]
