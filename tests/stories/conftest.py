"""Every story begins in the office."""

from tests.office import office, sqlite_office

__all__ = ["office", "sqlite_office"]
