"""The guide: what private integrations are and how to look after them, a page at a time."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from textwrap import dedent

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.blocks import actions, button, header, modal, prose, small
from bot.desk import RESPOND
from bot.text import OVERLAPS, code
from bot.views.rights import owner_line, role_lines, switched_off_line
from bot.views.status import MEANINGS, label
from core.integration import PERIOD
from core.overlap import DEFAULT, Overlap
from core.status import ORDER

OPEN = "guide"
BACK, NEXT = "guide_back", "guide_next"
TITLE = "Guide"


@dataclass(frozen=True, slots=True)
class Page:
    title: str
    text: Callable[[str], str]
    """Given the slash command. An empty line begins a paragraph; only a list's items begin a line."""


def open_guide() -> ButtonElement:
    return button("Open the guide", OPEN, "0")


def guide_view(command: str, number: int) -> View:
    """Page `number`, or the nearest there is."""
    number = min(max(number, 0), len(PAGES) - 1)
    page = PAGES[number]
    blocks: list[Block] = [header(page.title), *(prose(each) for each in paragraphs(page.text(command)))]
    where = small(f"Page {number + 1} of {len(PAGES)}")
    return modal(TITLE, [*blocks, where, actions(*_turns(number))])


def paragraphs(text: str) -> list[str]:
    """The text without the line breaks that only our source has."""
    return [re.sub(r"\n(?![•\d])", " ", each) for each in dedent(text).strip().split("\n\n")]


def _turns(number: int) -> list[ButtonElement]:
    back, following = PAGES[:number][-1:], PAGES[number + 1 :][:1]
    return [
        *(button("Back", BACK, str(number - 1), about=f"to: {page.title}") for page in back),
        *(
            button("Next", NEXT, str(number + 1), about=f"page: {page.title}", style="primary")
            for page in following
        ),
    ]


def _what(_command: str) -> str:
    return """
        A *private integration* is one third party that may use your account: a name, a description,
        a set of permissions, and one token that it sends with each call.

        *How is that better than an API key?*
        • A key opens everything. A token opens only what you ticked.
        • A key is shared by many. A token belongs to one third party, so you can end it alone.
        • A new key breaks whoever has the old one. Here the old token goes on working until the new one is
        known to be in place.
        • Permissions can change later. The token stays the same.
        """


def _create(command: str) -> str:
    return f"""
        1. Type {code(f"{command} create")}, or press *Create integration* on the Home tab.
        2. Name it after the third party. Pick only the permissions it needs: you can add more later.
        3. Say who receives the token: you, or the colleague who will put it into the third party.

        The token is shown *once*, only to its recipient. Copy it into a secret store or the third party's own
        settings, then press *I saved it*. It disappears from the screen, and nobody can show it again.

        Did it not arrive? Press *I did not get it*: that token is void, and you get another.
        """


def _share(_command: str) -> str:
    return """
        Do not pass a token on yourself. Choose the person who needs it as its recipient: they get a message
        with *Show token*. It is made when they press that button, and nobody else ever sees it.

        *Keep it safe*
        • Only give it to a party you trust.
        • Never post it in a channel, a ticket, an e-mail or a page that others can read.
        • Keep it on a server, never in a browser, an app or a repository.
        • Note where it is kept, so that the next rotation is easy.
        """


def _rotate(command: str) -> str:
    return f"""
        Rotate every {PERIOD.days} days: {code(f"{command} rotate NAME")}, or *Rotate* in the list.

        1. You get a new token. The old one goes on working, without an end.
        2. Put the new token in place and press *I saved it*. Its first use counts as well.
        3. Only now the old token's time starts to run. Usually it ends {OVERLAPS[DEFAULT].lower()}.
        Where gateways say who calls, it can also end by itself: when each caller has moved to the new one.

        Meanwhile you can press *Extend overlap*, *Expire old token now*, or *Cancel rotation* to go back to
        the old token. Expire the old one as soon as the new one is in place everywhere.
        """


def _reminders(command: str) -> str:
    return f"""
        Its owner is reminded 30, 14, 7, 3 and 1 days before a rotation is due, on the day, and after it; in
        the morning, on working days until it is overdue. The backup owner hears of it from 3 days before,
        the security channel on the day, the admins 3 days after. An overdue token goes on working.

        • *Snooze* puts it off, with a reason: three times at most. Long after the date it takes two people.
        • *Acknowledge* says that you have it in hand. Nobody else hears of this stage then.
        • *Reassign* gives it to somebody else.
        • *Remove unused permissions* takes away what nobody asked for in 90 days. *Put them back* undoes that
        for a week.

        When somebody acts, everybody's copy of the message says so. One message in the security channel
        shows how all of them are doing ({code(f"{command} settings")}).
        """


def _edit_and_delete(command: str) -> str:
    return f"""
        *Edit* ({code(f"{command} edit NAME")}) changes the name, the permissions or the owner.
        The token stays. What you change counts from the next call on.

        *Delete* ({code(f"{command} delete NAME")}) ends every token of an integration at once.
        It cannot be undone. The record of what happened stays.
        """


def _statuses(_command: str) -> str:
    lines = "\n".join(f"• {label(health)}: {MEANINGS[health]}." for health in ORDER)
    return f"Most urgent first, as on the Home tab:\n\n{lines}"


def _compromised(command: str) -> str:
    soonest = OVERLAPS[Overlap.AT_ONCE].lower()
    return f"""
        Has somebody seen a token who should not have? *Act first, ask later.*

        • {code(f"{RESPOND} NAME")} ends every token of it now, and opens an incident with a checklist.
        Practise that before you need it: {code(f"{RESPOND} --drill")} touches nothing real.
        • {code(f"{command} rotate NAME")}, and let the old token end “{soonest}”. The third party keeps
        working, and the old token is refused the moment you press *I saved it*.
        • {code(f"{command} delete NAME")}, if nobody needs the integration. Everything stops at once.
        • Whose is it? Choose *Report leaked token* from the menu of the message that shows it, or press
        *Is this token ours?* on the Home tab. Whoever may not know has reported it by that.
        • Is Slack down? Whoever runs this types {code("latchkey revoke NAME --compromised")} on the server.

        Then see what it was allowed to do ({code(f"{command} show NAME")}), remove the token from where it
        was found, and ask the third party to do the same.
        """


def _who_may(command: str) -> str:
    roles = "\n".join(f"• {each}" for each in role_lines())
    heading = "Each role may do all that the ones above it may:"
    rest = f"""
        {owner_line()}

        Admins and owners of the workspace are admins here too, unless that was switched off. Guests, bots
        and people from other workspaces have no access. Roles are given with {code(f"{command} access")}.

        *Where is it switched on?* In {code(f"{command} settings")}, by an admin. {switched_off_line()}
        Tokens go on working.
        """
    return f"{heading}\n{roles}\n\n{dedent(rest).strip()}"


PAGES = (
    Page("What is a private integration?", _what),
    Page("Create one", _create),
    Page("Share its token safely", _share),
    Page("Rotate it", _rotate),
    Page("Reminders", _reminders),
    Page("Edit or delete it", _edit_and_delete),
    Page("What the signs mean", _statuses),
    Page("A token is compromised", _compromised),
    Page("Who may do what?", _who_may),
)
