"""Which command, button and form goes to which feature: one list to read."""

import re

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot import buttons
from bot.commands import typed, typed_after
from bot.desk import RESPOND, Desk
from bot.features import (
    access,
    audit,
    brake,
    cancel_rotation,
    create,
    decoy,
    delete,
    edit,
    edit_review,
    expire_old,
    extend_overlap,
    fleet,
    guide,
    home,
    is_this_ours,
    lifecycle,
    pasted,
    permissions,
    report_leak,
    rotate,
    settings,
    show,
    stale,
    token,
    which,
)
from bot.incidents import listening as incidents
from bot.listeners import happened, opens, pressed, submitted
from bot.reminders import listening as reminders
from bot.verbs import DEFAULT, VERBS
from bot.views import fleet as sight
from bot.views import guide as pages
from bot.views.home import OFFICES, office_id
from bot.views.menus import ROW

ANYTHING = re.compile("")


def build(desk: Desk) -> AsyncApp:
    """A Bolt app with everything registered.

    Requests reach it through Socket Mode or through our own gate, so Bolt does not verify signatures again,
    and who installed it is known from the start, so no request waits for ``auth.test``.
    """

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=desk.tenant,
            bot_token=desk.client.token,
            bot_id=desk.bot_id,
            bot_user_id=desk.bot_user,
        )

    # Bolt's own client stays without a token: listeners are given the desk's.
    app = AsyncApp(client=AsyncWebClient(), authorize=authorize, request_verification_enabled=False)
    _commands(app, desk)
    _buttons(app, desk)
    _browsing(app, desk)
    _events(app, desk)
    _forms(app, desk)
    reminders.listen(app, desk)
    incidents.listen(app, desk)
    _anything_else(app, desk)
    return app


def _commands(app: AsyncApp, desk: Desk) -> None:
    app.command(desk.command)(typed(desk, VERBS, DEFAULT, which.draw))
    app.command(RESPOND)(typed_after(desk, VERBS["compromised"], which.draw))
    app.options(which.MENU)(which.suggestions(desk))
    app.options(which.MENU_WHILE_OFF)(which.suggestions(desk, while_off=True))
    app.shortcut("create_integration")(opens(desk, create.TITLE, create.draw))
    app.shortcut(report_leak.SHORTCUT)(opens(desk, report_leak.TITLE, report_leak.draw))


def _buttons(app: AsyncApp, desk: Desk) -> None:
    app.action(buttons.CREATE)(opens(desk, create.TITLE, create.draw))
    app.action(buttons.DECOY)(opens(desk, decoy.TITLE, decoy.draw))
    app.action(buttons.ROTATE)(opens(desk, rotate.TITLE, rotate.draw))
    app.action(buttons.EXTEND)(opens(desk, extend_overlap.TITLE, extend_overlap.draw))
    app.action(buttons.EXPIRE)(opens(desk, expire_old.TITLE, expire_old.now))
    app.action(buttons.CANCEL)(opens(desk, cancel_rotation.TITLE, cancel_rotation.draw))
    app.action(buttons.SAVED)(pressed(desk, token.on_saved))
    app.action(buttons.NOT_RECEIVED)(pressed(desk, token.on_not_received))
    app.action(buttons.SHOW_TOKEN)(pressed(desk, token.on_show_token))
    app.action(buttons.HELD_REPORTS)(opens(desk, brake.TITLE, brake.draw))
    app.action(buttons.EDIT)(opens(desk, edit.TITLE, edit.draw))
    app.action(buttons.DELETE)(opens(desk, delete.TITLE, delete.draw))
    app.action(access.TAKE_AWAY)(pressed(desk, access.on_take_away))
    app.action(access.BY_DEFAULT)(pressed(desk, access.on_by_default))
    app.action(audit.OLDER)(pressed(desk, audit.on_page))
    app.action(audit.NEWEST)(pressed(desk, audit.on_page))
    app.action(permissions.PRESET)(pressed(desk, permissions.on_preset))


def _browsing(app: AsyncApp, desk: Desk) -> None:
    app.action(buttons.SHOW)(opens(desk, show.TITLE, show.draw))
    app.action(show.ALL_PERMISSIONS)(opens(desk, show.PERMISSIONS, show.draw_permissions))
    for each in (ROW, *map(office_id, OFFICES.values())):
        app.action(each)(pressed(desk, fleet.chosen(VERBS)))
    for each in (sight.FIND, sight.FILTER):
        app.action(each)(pressed(desk, fleet.on_filter))
    for each in (sight.FIRST, sight.PREVIOUS, sight.NEXT):
        app.action(each)(pressed(desk, fleet.on_turn))
    app.action(sight.SHOW_ALL)(pressed(desk, fleet.on_show_all))
    app.action(buttons.IS_THIS_OURS)(opens(desk, is_this_ours.TITLE, is_this_ours.draw))
    app.action(pages.OPEN)(opens(desk, guide.TITLE, guide.draw))
    for each in (pages.BACK, pages.NEXT):
        app.action(each)(pressed(desk, guide.on_turn))


def _events(app: AsyncApp, desk: Desk) -> None:
    app.event("app_home_opened")(happened(desk, home.on_open))
    app.event("app_uninstalled")(happened(desk, lifecycle.on_uninstalled))
    app.event("message")(happened(desk, pasted.on_message))
    app.event("tokens_revoked")(happened(desk, lifecycle.on_tokens_revoked))


FORMS = (
    create,
    decoy,
    edit,
    edit_review,
    rotate,
    delete,
    extend_overlap,
    cancel_rotation,
    access,
    settings,
    fleet,
    brake,
    is_this_ours,
)
"""Modules with `FORM`, `TITLE`, `DOING`, `check` and `submit`."""


def _forms(app: AsyncApp, desk: Desk) -> None:
    for form in (*FORMS, *reminders.FORMS, *incidents.FORMS):
        app.view(form.FORM)(submitted(desk, form.TITLE, form.check, form.submit, doing=form.DOING))
    app.view(which.FORM)(submitted(desk, which.TITLE, which.check, which.chosen(VERBS), doing=which.DOING))


def _anything_else(app: AsyncApp, desk: Desk) -> None:
    """What an older release left behind gets a sentence. Bolt asks in order, so this is last."""
    app.action(ANYTHING)(pressed(desk, stale.on_press))
    app.view(ANYTHING)(submitted(desk, stale.TITLE, stale.check, stale.submit, doing=""))
