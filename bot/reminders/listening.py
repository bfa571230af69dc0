"""What people press on reminders, digests and boards, and where it goes."""

from slack_bolt.app.async_app import AsyncApp

from bot.asked import Asked
from bot.desk import Desk
from bot.features import acknowledge, claim, keep, reassign, rotate, show, snooze, unused
from bot.listeners import happened, opened, opens, pressed
from bot.reminders import buttons
from bot.views.menus import parse_choice
from core.refusals import FormExpired

FORMS = (snooze, reassign)
_OPENS = {
    buttons.ROTATE: (rotate.TITLE, rotate.draw),
    buttons.SNOOZE: (snooze.TITLE, snooze.draw),
    buttons.SHOW: (show.TITLE, show.draw),
}


def listen(app: AsyncApp, desk: Desk) -> None:
    app.action(buttons.SNOOZE)(opens(desk, snooze.TITLE, snooze.draw))
    app.action(buttons.REASSIGN)(opens(desk, reassign.TITLE, reassign.draw))
    app.action(buttons.ACKNOWLEDGE)(pressed(desk, acknowledge.on_press))
    app.action(buttons.REMOVE_UNUSED)(pressed(desk, unused.on_remove))
    app.action(buttons.KEEP)(pressed(desk, keep.on_press))
    app.action(buttons.CLAIM)(pressed(desk, claim.on_press))
    app.event("user_change")(happened(desk, claim.on_user_change))
    app.action(buttons.PUT_BACK)(pressed(desk, unused.on_put_back))
    app.action(buttons.ROW)(pressed(desk, on_row))


async def on_row(desk: Desk, asked: Asked) -> None:
    """A choice in the menu beside a row: the same as the button of that name."""
    verb, about = parse_choice(asked.value)
    chosen = asked.about(about)
    if verb == buttons.ACKNOWLEDGE:
        await acknowledge.on_press(desk, chosen)
    elif verb in _OPENS:
        await opened(desk, chosen, *_OPENS[verb])
    else:
        raise FormExpired
