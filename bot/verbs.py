"""What can be typed after the command. The dispatcher and the help are made from this one table."""

from bot.commands import Verb
from bot.features import access, audit, create, delete, edit, fleet, guide, rotate, settings, show
from bot.features import help as help_
from bot.incidents import report

DEFAULT = "list"
VERBS = {
    verb.word: verb
    for verb in (
        Verb(
            word="list",
            usage="",
            summary="See all integrations and how they do",
            title=fleet.TITLE,
            work=fleet.draw,
        ),
        Verb(
            word="show",
            usage="NAME",
            summary="See all about one: permissions, tokens, what happened last",
            title=show.TITLE,
            work=show.draw,
            needs_name=True,
        ),
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
        Verb(
            word="edit",
            usage="NAME",
            summary="Change its name, permissions or owner; the token stays",
            title=edit.TITLE,
            work=edit.draw,
            needs_name=True,
        ),
        Verb(
            word="delete",
            usage="NAME",
            summary="End it and every token of it, at once",
            title=delete.TITLE,
            work=delete.draw,
            needs_name=True,
        ),
        Verb(
            word="compromised",
            usage="NAME",
            summary="Report that a token may be in wrong hands, and end it, as `/compromised` does",
            title=report.TITLE,
            work=report.draw,
            needs_name=True,
        ),
        Verb(
            word="access",
            usage="",
            summary="Say who may do what",
            title=access.TITLE,
            work=access.draw,
        ),
        Verb(
            word="settings",
            usage="",
            summary="Switch the feature, set the security channel, defaults and quiet hours",
            title=settings.TITLE,
            work=settings.draw,
        ),
        Verb(
            word="audit",
            usage="[NAME]",
            summary="Read who did what, when",
            title=audit.TITLE,
            work=audit.draw,
        ),
    )
}
VERBS["help"] = Verb(
    word="help",
    usage="",
    summary="Read this, and the guide",
    title=guide.TITLE,
    work=guide.draw,
    says=help_.about(VERBS, DEFAULT),
)
