"""The gateways' door: health now, verification next. Never imports Slack."""
