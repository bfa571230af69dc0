"""Rotation reminders: when which of them is due, and for whom. Pure; see docs/decisions."""
