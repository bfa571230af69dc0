"""Rotation reminders as people see them."""
