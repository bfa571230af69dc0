"""Every screen is within Slack's limits, with the worst that people may have typed."""

from dataclasses import replace
from typing import Any

import pytest

from bot.blocks import modal
from bot.views import home
from bot.views.changes import change_blocks
from bot.views.fleet import Sight, fleet_blocks
from bot.views.guide import PAGES, guide_view
from bot.views.permissions import all_permissions_view
from bot.views.portrait import portrait_view
from core.actor import Role
from core.catalogue import Catalogue
from core.changes import Changes
from core.fields import Fields
from core.status import Health
from tests.bot.sights import (
    CATALOGUE,
    HOSTILE,
    LONG_NAME,
    a_sight,
    a_sitting,
    named,
    one_of_each,
    problems,
    the_longest,
)
from tests.core.examples import a_handover, an_integration, current, offered, retiring


def as_list(sight: Sight) -> Any:
    search = "Search" if sight.fleet.counts.total else None
    return modal("Integrations", fleet_blocks(sight), submit=search, metadata="x" * 32)


def interactive(view: Any) -> list[dict[str, Any]]:
    blocks = view.to_dict()["blocks"]
    found = [element for block in blocks for element in block.get("elements", ())]
    found += [block[key] for block in blocks for key in ("accessory", "element") if key in block]
    return [each for each in found if "action_id" in each]


FULL_PAGE = [named(each, LONG_NAME) for each in one_of_each()] + [an_integration(current())] * 2
SIGHTS = {
    "everyday": a_sight(one_of_each()),
    "the middle of ten thousand": a_sight(FULL_PAGE, total=10_000, offset=5_000),
    "the end of ten thousand": a_sight(FULL_PAGE, total=10_000, offset=9_990),
    "empty": a_sight(),
    "empty, for a viewer": a_sight(role=Role.VIEWER),
    "an owner's": a_sight(one_of_each(), role=Role.NONE, user="U-OLIVE"),
}


@pytest.mark.parametrize("name", SIGHTS)
def test_lists_and_home_tabs_fit(name: str) -> None:
    assert problems(as_list(SIGHTS[name])) == []
    assert problems(home.home_view(SIGHTS[name])) == []


def test_nothing_found_fits_whatever_was_typed() -> None:
    sight = a_sight(one_of_each())
    query = replace(sight.fleet.query, text=HOSTILE[:60], health=Health.OVERLAP)
    nothing = replace(sight.fleet, query=query, page=replace(sight.fleet.page, integrations=[], total=0))
    view = as_list(replace(sight, fleet=nothing, variant="v"))

    assert problems(view) == []
    said = next(block for block in view.to_dict()["blocks"] if "Nothing matches" in str(block.get("text")))
    assert said["text"]["type"] == "plain_text", "what was typed must not ping anybody"


@pytest.mark.parametrize("role", Role)
def test_sentences_at_home_fit(role: Role) -> None:
    for sentence in (home.NOT_A_MEMBER, home.NO_ACCESS, home.switched_off(role)):
        assert problems(home.sentence_view(sentence, role)) == []


@pytest.mark.parametrize("role", Role)
def test_portraits_fit_for_every_role(role: Role) -> None:
    for each in (
        *one_of_each(),
        an_integration(retiring(), current(2), offered(3)),
        an_integration(retiring(), current(2), handover=a_handover()),
        an_integration(offered()),
        an_integration(current(), scopes=frozenset({"gone.readonly"})),
    ):
        assert problems(portrait_view(a_sitting(each, role=role))) == []


def test_a_portrait_with_the_longest_of_everything_fits() -> None:
    assert problems(portrait_view(the_longest(), "x" * 32)) == []
    assert problems(all_permissions_view(the_longest().integration, CATALOGUE)) == []


def test_an_edit_of_very_wordy_permissions_can_be_reviewed() -> None:
    wordy = {
        "group": "Payments",
        "description": "R&D & " * 12,
        "access": "write",
        "sensitivity": "high",
    }
    entries = [wordy | {"scope": f"s{number:059}"} for number in range(100)]
    catalogue = Catalogue.read({"permission": entries})
    some, others = sorted(catalogue.permissions)[:50], sorted(catalogue.permissions)[50:]
    before = Fields(name=LONG_NAME, description="", scopes=frozenset(some), owner="U-ADA")
    after = replace(before, name=LONG_NAME[::-1], scopes=frozenset(others))

    assert problems(modal("Is this right?", change_blocks(Changes(before, after), catalogue))) == []


@pytest.mark.parametrize("number", range(len(PAGES)))
def test_every_page_of_the_guide_fits(number: int) -> None:
    assert problems(guide_view("/" + "x" * 31, number)) == []


@pytest.mark.parametrize("number", [-1, 999])
def test_a_page_that_does_not_exist_is_the_nearest_one(number: int) -> None:
    nearest = 0 if number < 0 else len(PAGES) - 1

    assert guide_view("/i", number).to_dict() == guide_view("/i", nearest).to_dict()


def test_the_two_cancel_buttons_of_two_rotations_are_never_there_together() -> None:
    view = portrait_view(a_sitting(an_integration(retiring(), current(2), offered(3))))
    texts = [each["text"]["text"] for each in interactive(view)]

    assert texts == [
        "I did not get it",
        "Cancel rotation",
        "Extend overlap",
        "Expire old token now",
        "Edit",
        "Delete",
        "Report compromised",
        "Audit",
    ]


def test_buttons_that_look_alike_are_told_apart_by_a_screen_reader() -> None:
    view = portrait_view(a_sitting(an_integration(retiring(), current(2), name="Billing")))
    turns = home.home_view(SIGHTS["the middle of ten thousand"])
    labels = [each.get("accessibility_label") for each in interactive(view) + interactive(turns)]

    assert "Rotate Billing" in labels
    assert "Expire old token now of Billing" in labels
    assert "Next page: 5,011 to 5,020 of 10,000" in labels


def test_a_status_is_never_told_by_its_sign_alone() -> None:
    rows = [block for block in fleet_blocks(SIGHTS["everyday"]) if getattr(block, "accessory", None)]

    for row in rows:
        words = row.to_dict()["text"]["text"].splitlines()[1]
        assert any(letter.isascii() and letter.isalpha() for letter in words.partition("·")[0])
