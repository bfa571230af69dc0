"""What people press on incidents, and where it goes."""

from slack_bolt.app.async_app import AsyncApp

from bot.desk import Desk
from bot.incidents import (
    buttons,
    change_form,
    close_form,
    drill,
    files,
    lead_form,
    quarantine,
    report,
    revoke_leaked,
    step_form,
    update_form,
    use_view,
)
from bot.listeners import opens, pressed

FORMS = (report, drill, step_form, lead_form, change_form, update_form, close_form)


def listen(app: AsyncApp, desk: Desk) -> None:
    app.action(buttons.REPORT)(opens(desk, report.TITLE, report.draw))
    app.action(buttons.REVOKE_LEAKED)(pressed(desk, revoke_leaked.on_press))
    app.action(buttons.WORK)(opens(desk, step_form.TITLE, step_form.draw))
    app.action(buttons.USE)(opens(desk, use_view.TITLE, use_view.draw))
    app.action(buttons.UPDATE)(opens(desk, update_form.TITLE, update_form.draw))
    app.action(buttons.LEAD)(opens(desk, lead_form.TITLE, lead_form.draw))
    app.action(buttons.CHANGE)(opens(desk, change_form.TITLE, change_form.draw))
    app.action(buttons.CLOSE)(opens(desk, close_form.TITLE, close_form.draw))
    app.action(buttons.FILES)(pressed(desk, files.on_press))
    app.action(buttons.LIFT)(opens(desk, quarantine.TITLE, quarantine.lifted))
    app.action(buttons.KILL)(pressed(desk, quarantine.on_kill))
