"""What the tests of the operator's door may ask for by name."""

from tests.cli.commands import _as_before, latchkey
from tests.cli.filled import filled, folder

__all__ = ["_as_before", "filled", "folder", "latchkey"]
