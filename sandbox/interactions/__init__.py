"""What a person does in Slack's client, each as one function. The page and `Person` both call these."""
