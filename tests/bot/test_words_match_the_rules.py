"""What the guide and the lists say of roles, statuses and endings comes from the tables that decide."""

import pytest

from bot.text import OVERLAPS
from bot.views.guide import PAGES, guide_view, paragraphs
from bot.views.rights import RIGHTS, owner_line, role_lines, switched_off_line
from bot.views.status import MEANINGS, NAMES, SIGNS
from bot.views.tokens import WHY
from core.actor import LEAST_ROLE, OWNERS_MAY, SWITCHED_OFF_ALLOWS, Right, Role
from core.overlap import Overlap
from core.status import Health
from core.token import Reason


def test_each_right_stands_in_the_line_of_its_role_and_in_no_other() -> None:
    lines = dict(zip([role for role in Role if role], role_lines(), strict=True))

    for right in Right:
        words = RIGHTS[right]
        assert [role for role, line in lines.items() if words in line.replace("also ", "")] == [
            LEAST_ROLE[right]
        ]


@pytest.mark.parametrize("right", Right)
def test_what_owners_may_and_what_stays_possible_when_off_is_told(right: Right) -> None:
    if right is not Right.SEE:
        assert (RIGHTS[right] in owner_line()) is (right in OWNERS_MAY)
        assert (RIGHTS[right] in switched_off_line()) is (right in SWITCHED_OFF_ALLOWS)


def test_every_status_and_every_ending_has_its_own_words() -> None:
    for table in (SIGNS, NAMES, MEANINGS):
        assert set(table) == set(Health)
        assert len(set(table.values())) == len(Health)
    assert set(WHY) == set(Reason)
    assert set(OVERLAPS) == set(Overlap)


def test_the_guide_uses_the_command_of_this_workspace() -> None:
    said = "".join(str(guide_view("/keys", number).to_dict()) for number in range(len(PAGES)))

    assert "/keys rotate NAME" in said
    assert "/integrations" not in said


def test_only_list_items_begin_a_line_of_the_guide() -> None:
    assert paragraphs("  One\n  two.\n\n  • a\n  b\n  • c") == ["One two.", "• a b\n• c"]


def test_the_guide_answers_what_people_ask() -> None:
    said = " ".join(str(page.text("/integrations")) for page in PAGES)

    for words in (
        "API key",
        "I saved it",
        "Show token",
        "every 90 days",
        "a party you trust",
        "Never post it in a channel",
        "Expire the old one as soon as the new one is in place",
        "latchkey revoke NAME --compromised",
        "/compromised --drill",
        "Where is it switched on?",
    ):
        assert words in said
