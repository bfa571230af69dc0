"""How what people do reaches the bot: over Socket Mode or as signed HTTP."""
