"""The Slack door: one file per thing a person can do."""
