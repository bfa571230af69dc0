"""Features are tried in the office, through the real thing."""

from tests.office import office, sqlite_office

__all__ = ["office", "sqlite_office"]
