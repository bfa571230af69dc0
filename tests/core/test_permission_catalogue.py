"""The catalogue of permissions: our own file, and every mistake that somebody else's can have."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from core.catalogue import MARKED_TEXT, OPTION_TEXT, Access, BadCatalogue, Catalogue, Sensitivity
from core.refusals import BadField

FILE = Path(__file__).parents[2] / "core" / "catalogue.toml"
ENTRY = {
    "scope": "invoices.readonly",
    "group": "Payments",
    "description": "View invoices",
    "access": "read",
    "sensitivity": "medium",
}
NO_SCOPE = "“scope” must be ASCII without spaces, quotation marks and backslashes"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.read(tomllib.loads(FILE.read_text("utf-8")))


# --- ours


def test_ours_holds_every_permission_of_the_platform(catalogue: Catalogue) -> None:
    assert len(catalogue.permissions) == 167
    assert len(catalogue.groups) == 21
    assert sum(len(catalogue.of_group(group)) for group in catalogue.groups) == 167


def test_every_group_of_ours_fits_one_menu(catalogue: Catalogue) -> None:
    assert all(1 <= len(catalogue.of_group(group)) <= 100 for group in catalogue.groups)


def test_ours_reads_in_groups_without_a_break(catalogue: Catalogue) -> None:
    order = [permission.group for permission in catalogue.permissions.values()]
    changes = [group for before, group in zip([None, *order], order, strict=False) if group != before]
    assert changes == list(catalogue.groups)


def test_what_ours_lets_somebody_change_is_never_called_reading(catalogue: Catalogue) -> None:
    for permission in catalogue.permissions.values():
        assert (permission.access is Access.READ) == permission.scope.endswith((".readonly", ".read"))


def test_presets_of_ours_are_small_beginnings(catalogue: Catalogue) -> None:
    assert len(catalogue.presets) == 6
    for preset in catalogue.presets:
        assert catalogue.check(preset.scopes) == set(preset.scopes)


def test_sensitive_permissions_are_marked(catalogue: Catalogue) -> None:
    scopes = {"contacts.write", "contacts.readonly", "nobody.knows"}
    assert [permission.scope for permission in catalogue.sensitive(scopes)] == ["contacts.write"]
    assert catalogue.permissions["contacts.write"].sensitivity is Sensitivity.HIGH


# --- what people choose


def test_a_name_seen_in_use_means_the_right_one(catalogue: Catalogue) -> None:
    assert catalogue.check(["locations/write", "forms.readonly"]) == {"locations.write", "forms.readonly"}


def test_choosing_nothing_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(BadField, match="at least one"):
        catalogue.check([])


def test_a_mistyped_permission_gets_suggestions(catalogue: Catalogue) -> None:
    with pytest.raises(BadField, match=r"called “contact\.write”") as refused:
        catalogue.check(["contact.write", "contacts.write"])
    assert "contacts.write" in str(refused.value).partition("Did you mean")[2]
    assert refused.value.field == "scopes"


def test_a_permission_like_no_other_gets_none(catalogue: Catalogue) -> None:
    with pytest.raises(BadField) as refused:
        catalogue.check(["zzzzzz"], "permissions")
    assert str(refused.value) == "There is no permission called “zzzzzz”."
    assert refused.value.field == "permissions"


def test_permissions_are_listed_in_the_catalogues_order(catalogue: Catalogue) -> None:
    wanted = ["opportunities.write", "gone.readonly", "contacts.write", "businesses.write"]
    assert [permission.scope for permission in catalogue.in_order(wanted)] == [
        "businesses.write",
        "contacts.write",
        "opportunities.write",
    ]
    assert catalogue.unknown(wanted) == ("gone.readonly",)


# --- mistakes


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in ENTRY.items() if name != key}


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({}, "there is no [[permission]] in it"),
        ({"permission": ENTRY}, "“permission” must be a list of tables, written as [[permission]]"),
        ({"permission": ["x"]}, "“permission” must be a list of tables, written as [[permission]]"),
        ({"permission": [without("scope")]}, "permission 1: “scope” is missing"),
        *(
            (
                {"permission": [ENTRY | {"scope": scope}]},
                f"permission 1 ({scope}): " + NO_SCOPE,
            )
            for scope in ("two words", 'a"b', "a\\b", "größe", "a\nb")
        ),
        ({"permission": [without("group")]}, "permission 1: “group” is missing"),
        ({"permission": [ENTRY | {"description": "  "}]}, "permission 1: “description” is missing"),
        ({"permission": [ENTRY | {"group": 7}]}, "permission 1: “group” is missing"),
        (
            {"permission": [ENTRY | {"description": "x" * 76}]},
            f"permission 1: “description” has 76 characters, {OPTION_TEXT} at most",
        ),
        (
            {"permission": [ENTRY | {"group": "x" * 61}]},
            f"permission 1: “group” has 61 characters, {MARKED_TEXT} at most",
        ),
        (
            {"permission": [ENTRY | {"scope": f"s{number}"} for number in range(101)]},
            "group “Payments”: has 101 permissions, 100 at most",
        ),
        (
            {"permission": [ENTRY | {"scope": f"s{n}", "group": f"g{n}"} for n in range(100)]},
            "there are 100 groups, 99 at most",
        ),
        (
            {
                "permission": [ENTRY],
                "preset": [{"name": f"p{n}", "scopes": ["invoices.readonly"]} for n in range(101)],
            },
            "there are 101 presets, 100 at most",
        ),
        (
            {"permission": [without("access")]},
            "permission 1 (invoices.readonly): “access” must be one of read, write",
        ),
        (
            {"permission": [ENTRY | {"sensitivity": "secret"}]},
            "permission 1 (invoices.readonly): “sensitivity” must be one of low, medium, high",
        ),
        (
            {"permission": [ENTRY | {"sensitivity": ["low"]}]},
            "permission 1 (invoices.readonly): “sensitivity” must be one of low, medium, high",
        ),
        (
            {"permission": [ENTRY | {"colour": "red"}]},
            "permission 1 (invoices.readonly): unknown key “colour”",
        ),
        ({"permission": [ENTRY, ENTRY]}, "permission 2 (invoices.readonly): is there twice"),
        ({"permission": [ENTRY], "aliases": []}, "“aliases” must be a table of old = new names"),
        (
            {"permission": [ENTRY], "aliases": {"old": "new"}},
            "alias “old”: there is no permission “new”",
        ),
        (
            {"permission": [ENTRY], "aliases": {"old": ["new"]}},
            "alias “old”: there is no permission “['new']”",
        ),
        (
            {"permission": [ENTRY], "preset": [{"name": "All", "scopes": ["x"]}]},
            "preset 1 (All): there is no permission “x”",
        ),
        (
            {"permission": [ENTRY], "preset": [{"scopes": ["invoices.readonly"]}]},
            "preset 1: “name” is missing",
        ),
        ({"permission": [ENTRY], "preset": [{"name": "All"}]}, "preset 1 (All): “scopes” is missing"),
        (
            {"permission": [ENTRY], "preset": [{"name": "All", "scopes": 7}]},
            "preset 1 (All): “scopes” is missing",
        ),
        ({"permission": [ENTRY], "presets": []}, "unknown key “presets”"),
    ],
)
def test_a_mistake_is_named_with_its_entry_and_the_reason(data: dict[str, Any], problem: str) -> None:
    with pytest.raises(BadCatalogue) as bad:
        Catalogue.read(data)
    assert bad.value.problems == [problem]


def test_all_mistakes_are_named_at_once() -> None:
    data = {"permission": [without("scope"), without("group"), ENTRY], "aliases": {"old": "new"}}
    with pytest.raises(BadCatalogue) as bad:
        Catalogue.read(data)
    assert len(bad.value.problems) == 3
    assert str(bad.value).splitlines() == bad.value.problems
