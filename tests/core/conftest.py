"""What the tests of the rules may ask for by name."""

from tests.core.ground import ground, hand

__all__ = ["ground", "hand"]
