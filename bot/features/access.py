"""Access: who may do what, given and taken away by picking a person."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, StaticSelectElement, UserSelectElement
from slack_sdk.models.views import View

from bot.asked import Asked
from bot.blocks import DIVIDER, actions, button, confirm, field, modal, option, prose, small
from bot.desk import Desk
from bot.listeners import nothing_to_check
from bot.people import colleagues, person
from bot.screens import Screen, notice
from bot.text import someone
from bot.views.rights import role_lines
from core.actions.grant import Access, access, admins_by_default, grant
from core.actor import Person, Role
from core.refusals import FormExpired, NotAllowed

FORM = "access"
TITLE = "Access"
DOING = "Saving it."
TAKE_AWAY = "access_take_away"
BY_DEFAULT = "access_by_default"
SHOWN = 40
GIVEN_UP = "Saved. You have given up your own right to this page. Another admin can give it back to you."
NO_ROLE = "No role (takes away the one they have)"
check = nothing_to_check


async def draw(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    await screen.show(form(await access(desk.tools, who)))


def form(state: Access) -> View:
    roles = [option(role.name.capitalize() if role else NO_ROLE, role.name) for role in Role]
    blocks: list[Block] = [
        *_default_switch(state),
        DIVIDER,
        *_granted(state.grants),
        DIVIDER,
        prose("*Give somebody a role, or take it away*"),
        field("person", "Person", UserSelectElement(action_id="person")),
        field("role", "Role", StaticSelectElement(action_id="role", options=roles)),
        small("\n".join(role_lines())),
    ]
    return modal(TITLE, blocks, callback_id=FORM, submit="Save")


def _default_switch(state: Access) -> list[Block]:
    on = state.workspace.admins_by_default
    words = (
        "Slack's own admins and owners may do everything here, without being given a role."
        if on
        else "Slack's admins and owners have no rights here by themselves, except the primary owner."
    )
    label, value = ("Take this away from admins", "off") if on else ("Give it back to admins", "on")
    sure = confirm(
        "Take it away?",
        "Only people with a role below, and the workspace's primary owner, will then have access.",
        "Take it away",
    )
    switch = button(label, BY_DEFAULT, value, confirm=sure if on else None)
    return [prose(words), actions(switch, block_id="by_default")]


def _granted(grants: Sequence[tuple[str, Role]]) -> list[Block]:
    if not grants:
        return [prose("*Roles*\nNobody has been given a role yet.")]
    lines: list[Block] = [prose("*Roles*")]
    for user, role in grants[:SHOWN]:
        take = button("Take away", TAKE_AWAY, user, about=f"the role {role.name.lower()}")
        lines.append(prose(f"{someone(user)}: {role.name.lower()}", accessory=take))
    if len(grants) > SHOWN:
        more = len(grants) - SHOWN
        lines.append(
            small(f"… and {more} more people. Pick one of them below to change or take away a role.")
        )
    return lines


async def submit(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    user, role = str(asked.filled_in.get("person") or ""), str(asked.filled_in.get("role") or "")
    if role not in Role.__members__:
        raise FormExpired
    if Role[role] is not Role.NONE:
        await colleagues(desk, user)
    await grant(desk.tools, who, user, Role[role])
    await _show_again(desk, who, screen)


async def on_take_away(desk: Desk, asked: Asked) -> None:
    who = await person(desk, asked.user)
    await grant(desk.tools, who, asked.value, Role.NONE)
    await _show_again(desk, who, Screen(desk, asked.view))


async def on_by_default(desk: Desk, asked: Asked) -> None:
    who = await person(desk, asked.user)
    await admins_by_default(desk.tools, who, on=asked.value == "on")
    await _show_again(desk, who, Screen(desk, asked.view))


async def _show_again(desk: Desk, who: Person, screen: Screen) -> None:
    """As it is now. Whoever has just given up their own right must not read that it was refused."""
    try:
        view = form(await access(desk.tools, who))
    except NotAllowed:
        view = notice(TITLE, GIVEN_UP)
    await screen.show(view)
