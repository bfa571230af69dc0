"""The methods of the Web API a bot like ours needs, with the refusals Slack gives for each."""
