"""The words of reminders, digests and boards: each fits Slack at its worst, and is whole without blocks."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.blocks import as_json
from bot.message import Message
from bot.reminders import board, digest, words
from bot.reminders.board import bar
from bot.reminders.case import Case
from bot.text import escape
from core.catalogue import Catalogue
from core.evidence import Usage
from core.integration import Integration
from core.reminders.items import Item, Part
from core.reminders.ports import Standing
from core.reminders.snoozing import Snooze
from core.status import Counts, Health
from core.token import Reason
from core.unused import Unused
from sandbox.blocks import problems_in_message
from tests.bot.sights import CATALOGUE, HOSTILE, LONG_NAME, named, one_of_each, the_most_used
from tests.core.examples import (
    DAY,
    HOUR,
    NOW,
    WEEK,
    a_handover,
    an_integration,
    current,
    dead,
    offered,
    retiring,
)

DUE = an_integration(current(confirmed_at=NOW - 83 * DAY))
"""In a week."""


def a_case(integration: Integration = DUE, **changes: Any) -> Case:
    token = next(each for each in integration.tokens if each.version == 1)
    assert token.confirmed_at is not None
    due_at = token.confirmed_at + integration.period
    known: dict[str, Any] = {
        "item": Item(integration.id, token.id, due_at, 7),
        "part": Part.OWNER,
        "reader": integration.owner,
        "integration": integration,
        "tokens": sorted(integration.tokens, key=lambda each: -each.version),
        "standing": Standing(),
        "usage": Usage(),
        "unused": Unused(),
        "now": NOW,
    }
    return Case(**known | changes)


def a_snooze(number: int) -> Snooze:
    return Snooze(by="U-ADA", at=NOW, until=NOW + number * DAY, reason=(HOSTILE * 10)[:200])


def everything(catalogue: Catalogue) -> Case:
    """The longest there can be."""
    scopes = frozenset(catalogue.permissions)
    integration = replace(named(DUE, LONG_NAME), scopes=scopes, handover=a_handover())
    return a_case(
        integration,
        usage=the_most_used(),
        unused=Unused(scopes=scopes, taken=scopes, taken_by="U-ADA", taken_at=NOW),
        standing=Standing(
            acknowledged_by="U-ADA", acknowledged_at=NOW, snoozes=[a_snooze(number) for number in range(3)]
        ),
    )


def closed(*tokens: Any, **changes: Any) -> Case:
    return a_case(an_integration(*tokens, **changes))


OLD = current(confirmed_at=NOW - 83 * DAY)
GONE = dead(confirmed_at=NOW - 83 * DAY, reason=Reason.OVERLAP_ENDED)
CASES: Mapping[str, Case] = {
    "everyday": a_case(),
    "everything": everything(CATALOGUE),
    "handed over": a_case(replace(DUE, handover=a_handover())),
    "half done": a_case(replace(DUE, tokens=(*DUE.tokens, offered(2)))),
    "in overlap": a_case(
        replace(DUE, tokens=(*DUE.tokens, retiring(2, confirmed_at=NOW, ends_at=NOW + DAY)))
    ),
    "overdue": a_case(an_integration(current(confirmed_at=NOW - 95 * DAY))),
    "due an hour ago": a_case(an_integration(current(confirmed_at=NOW - 90 * DAY - HOUR))),
    **{f"for {part}": a_case(part=part) for part in Part},
    "deleted": a_case(replace(DUE, deleted_at=NOW)),
    "rotated": closed(GONE, current(2)),
    "killed": closed(dead(confirmed_at=NOW - 83 * DAY, reason=Reason.COMPROMISED)),
    "killed and replaced": closed(dead(confirmed_at=NOW - 83 * DAY, reason=Reason.REVOKED), current(2)),
    "moved": a_case(replace(DUE, period=2 * WEEK), item=Item(DUE.id, "token-1", NOW + WEEK, 7)),
    "nothing in use": closed(dead(confirmed_at=NOW - 83 * DAY, reason=Reason.NEVER_CONFIRMED)),
    "somebody else's": a_case(reader="U-BOB"),
}


def problems(message: Message) -> list[str]:
    sent = {"channel": "D1", "text": message.text, "blocks": as_json(message.blocks)}
    return [f"{each.pointer}: {each.message}" for each in problems_in_message(sent)]


def told(message: Message) -> set[str]:
    """The lines of its blocks that a person reads."""
    lines = set()
    for block in as_json(message.blocks):
        texts = [block.get("text"), *(each for each in block.get("elements", ()) if "text" in each)]
        for text in texts:
            if isinstance(text, dict) and text.get("type") == "mrkdwn":
                lines |= set(str(text["text"]).split("\n"))
            elif text and block["type"] == "context":
                lines.add(str(text["text"]))
    return {line for line in lines if line}


def bare(line: str) -> str:
    for sign in ("• ", words.DONE, ":alarm_clock: ", ":warning: "):
        line = line.removeprefix(sign)
    return line


@pytest.mark.parametrize("name", CASES)
def test_every_reminder_fits_slack_and_says_all_of_it_in_its_text(name: str) -> None:
    message = words.message(CASES[name])
    assert problems(message) == []
    assert {line for line in told(message) if bare(line) not in message.text} == set()


@pytest.mark.parametrize("cases", [list(CASES.values()), [everything(CATALOGUE)] * digest.SHOWN])
def test_every_digest_fits_slack_and_says_all_of_it_in_its_text(cases: list[Case]) -> None:
    message = digest.message(cases, more=3)
    assert problems(message) == []
    assert {line for line in told(message) if bare(line) not in message.text} == set()
    assert "And 3 more" in message.text


def test_what_people_typed_stays_what_it_is() -> None:
    case = everything(CATALOGUE)
    shown = str(as_json(words.message(case).blocks))
    assert "<!channel>" not in shown
    assert escape(LONG_NAME) in shown


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("everyday", "*Billing* is due for rotation <!date^"),
        ("overdue", "*Billing* is 5 days overdue: its token was to be replaced"),
        ("due an hour ago", "*Billing* is 1 hour overdue"),
        ("handed over", "*A rotation is half done*: <@U-BOB> has not collected the new token yet."),
        ("in overlap", "An older token works until"),
        ("for backup", "You hear of it as the backup of its owner, <@U-OLIVE>."),
        ("deleted", "<@U-ADA> deleted *Billing*"),
        ("rotated", "<@U-ADA> rotated *Billing*: the new token (…0002) is in use since"),
        ("killed", "*It has no token that works.*"),
        ("killed and replaced", "<@U-ADA> rotated *Billing*"),
        ("moved", "*Billing* is due <!date^"),
        ("nothing in use", "*Billing* has no token in use."),
        ("somebody else's", "*Billing* is <@U-OLIVE>’s now, who gets its reminders."),
    ],
)
def test_it_says_what_is_the_case(name: str, said: str) -> None:
    assert said in words.message(CASES[name]).text


@pytest.mark.parametrize("name", ["deleted", "rotated", "killed", "moved", "somebody else's"])
def test_what_is_over_is_no_news_and_has_no_buttons(name: str) -> None:
    message = words.message(CASES[name])
    assert not message.news
    assert [block.type for block in message.blocks] == ["section"]


def test_only_what_cannot_come_back_is_settled() -> None:
    settled = {name for name, case in CASES.items() if words.message(case).settled}
    assert settled == {"deleted", "rotated", "killed", "killed and replaced", "nothing in use"}


def test_a_reminder_that_looks_the_same_has_the_same_face() -> None:
    assert words.message(a_case()).face == words.message(a_case()).face
    assert words.message(a_case()).face != words.message(a_case(part=Part.ADMIN)).face


# --- the board


def a_board(**numbers: int) -> Message:
    counts = Counts({Health(health): number for health, number in numbers.items()})
    urgent = tuple(named(each, LONG_NAME) for each in one_of_each()[: board.URGENT])
    return board.message(board.Sight(counts=counts, incidents=2, urgent=urgent, enabled=False, now=NOW))


def test_a_full_board_fits_slack_and_is_whole_without_blocks() -> None:
    message = a_board(overdue=3, no_token=1, quarantined=1, healthy=12_345, overlap=2, unconfirmed=1)
    assert problems(message) == []
    for said in ("Incidents: 2", "Overdue: 3", "12,347 of 12,353 are in order (99 %).", "switched off"):
        assert said in message.text


@pytest.mark.parametrize(
    ("numbers", "drawn"),
    [
        ({}, "██████████"),
        ({"healthy": 10}, "██████████"),
        ({"healthy": 999, "overdue": 1}, "█████████░"),
        ({"due_soon": 1, "overlap": 1, "overdue": 2}, "█████░░░░░"),
        ({"no_token": 1}, "░░░░░░░░░░"),
    ],
)
def test_the_bar_is_full_only_if_all_is_in_order(numbers: Mapping[str, int], drawn: str) -> None:
    assert bar(Counts({Health(health): number for health, number in numbers.items()})) == drawn
