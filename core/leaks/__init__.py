"""Leaks: how one is noticed, what is said of it, and what is done about it."""
