"""What can be typed after the command. The dispatcher and the help are made from this one table."""

from bot.commands import Verb
from bot.features import create, rotate

DEFAULT = "list"
VERBS = {
    verb.word: verb
    for verb in (
        Verb(
            word="create",
            usage="",
            summary="Make a new integration and its first token",
            title=create.TITLE,
            work=create.draw,
        ),
        Verb(
            word="rotate",
            usage="NAME",
            summary="Give it a new token, while the old one goes on working",
            title=rotate.TITLE,
            work=rotate.draw,
            needs_name=True,
        ),
    )
}
