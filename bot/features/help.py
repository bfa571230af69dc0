"""Help: what can be typed, from the same table that decides what happens."""

from collections.abc import Mapping

from bot import buttons
from bot.asked import Asked
from bot.blocks import actions, prose, small
from bot.commands import Verb
from bot.desk import RESPOND, Desk
from bot.listeners import Pressed
from bot.reply import reply
from bot.text import code
from bot.views.guide import open_guide

_NOTES = (
    "All of it is on the Home tab of this app too. A name that you leave out is asked for.",
    f"Before there is an incident, practise one: {code(f'{RESPOND} --drill')} touches nothing real.",
)


def about(verbs: Mapping[str, Verb], default: str) -> Pressed:
    """The verb `help` itself, told about its own table."""

    async def answer(desk: Desk, asked: Asked) -> None:
        if asked.reply_to is None:
            raise AssertionError("only a command asks for help, and a command has a reply address")
        lines = help_lines(desk.command, verbs, default)
        blocks = [prose("\n".join(lines)), *map(small, _NOTES), actions(open_guide(), buttons.is_this_ours())]
        text = "\n".join([*lines, *_NOTES])
        await reply(asked.reply_to, blocks, text, timeout=desk.reply_timeout)

    return answer


def help_lines(command: str, verbs: Mapping[str, Verb], default: str) -> list[str]:
    lines = ["*What you can type*"]
    for verb in verbs.values():
        typed = " ".join(filter(None, [command, verb.word, verb.usage]))
        note = f" (or just {code(command)})" if verb.word == default else ""
        lines.append(f"{code(typed)}{note}: {verb.summary}.")
    return lines
