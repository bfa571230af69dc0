"""What screens look like: pure functions from values to views."""
