"""Suspected compromises as people see them: the report, the checklist, what is done about each step."""
