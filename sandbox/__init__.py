"""A strict pretend Slack with a web page, for trying, testing and screenshots."""
