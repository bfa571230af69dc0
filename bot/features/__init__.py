"""One file per thing a person can do: its ids, its form and its handlers."""
