"""Names and texts are typed by people and printed to others: nothing that pings, hides or breaks a line."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.naming import NAME_LENGTH, clean_name, clean_text, name_key
from core.refusals import BadField

SIGNS = " -.,'’()/&+#@!?:%_–—"
# Unicode's own list of what is drawn as nothing (Default_Ignorable_Code_Point), where it is not a control.
DRAWN_AS_NOTHING = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0}
DRAWN_AS_NOTHING |= {*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0000, 0xE1000)}


@pytest.mark.parametrize(
    "name",
    [
        "Billing",
        "billing_sync",
        "R&D (EU): 50% off!",
        "Zürich – Genève",
        "Müller’s café",
        "Київ #2",
        "東京 支店",
        "한국어",
        "عربى",
        "မြို့တော်",
        "Nhà thuốc",
        "7",
        "support@example",
    ],
)
def test_names_of_all_languages_are_kept_as_they_are(name: str) -> None:
    assert clean_name(name) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("<!channel>", "“<”"),
        ("<@U012345>", "“<”"),
        ("billing\u202egnillib", "U+202E"),
        ("bil\u200bling", "U+200B"),
        ("billing\ufeff", "U+FEFF"),
        ("bil\u2066ling", "U+2066"),
        ("`billing`", "“`”"),
        ("billing\nurgent", "U+000A"),
        ("billing\turgent", "U+0009"),
        ("＜billing＞", "“＜”"),
        ("*billing*", "“*”"),
        ("~billing~", "“~”"),
        ("billing|x", "“|”"),
        ("billing 🎉", "“🎉”"),
        ("bill\ufe0fing", "U+FE0F"),
        ("billing\u3164", "U+3164"),
        ("a\u2800", "U+2800"),
        ("bil\u00a0ling", "U+00A0"),
        ("bil\u00adling", "U+00AD"),
        ("bil\ud800ling", "U+D800"),
        ("bil\ue000ling", "U+E000"),
        ("billing:tada:", "emoji code"),
        (":+1: yes", "emoji code"),
        ("_billing_", "underscore"),
        ("billing _x", "underscore"),
        ("", "at least one letter"),
        ("   ", "at least one letter"),
        ("!?", "at least one letter"),
        ("\u0301billing", "accent"),
        ("billing \u0301x", "accent"),
        ("z" + "\u0321" * 5, "accent"),
        ("กัััััั", "accent"),
        ("x" * 61, "61"),
    ],
    ids=ascii,
)
def test_a_bad_name_is_refused_with_the_reason(name: str, what: str) -> None:
    with pytest.raises(BadField) as refused:
        clean_name(name)
    assert what in str(refused.value)
    assert refused.value.field == "name"


@pytest.mark.no_cover  # a million calls, slow to trace
@pytest.mark.nightly
def test_of_all_code_points_only_letters_digits_marks_and_listed_signs_are_accepted() -> None:
    accepted = 0
    for number in range(sys.maxunicode + 1):
        character = chr(number)
        try:
            name = clean_name(f"a{character}b")
        except BadField:
            continue
        accepted += 1
        for kept in name:
            kind = unicodedata.category(kept)
            assert kept in SIGNS or kind[0] in "LN" or kind in {"Mn", "Mc"}, f"U+{number:04X}"
            assert ord(kept) not in DRAWN_AS_NOTHING, f"U+{number:04X}"
    assert accepted > 100_000


def test_spaces_are_single_and_none_at_the_ends() -> None:
    assert clean_name("  Billing   sync ") == "Billing sync"


def test_a_name_is_as_long_as_it_looks() -> None:
    assert len(clean_name("e\u0301" * NAME_LENGTH)) == NAME_LENGTH


@given(st.text(max_size=80))
def test_a_cleaned_name_stays_as_it_is(text: str) -> None:
    try:
        name = clean_name(text)
    except BadField:
        return
    assert clean_name(name) == name
    assert 1 <= len(name) <= NAME_LENGTH


@pytest.mark.parametrize(
    ("one", "other"), [("Billing", "BILLING"), ("Straße", "STRASSE"), ("ﬁle", "file"), ("Ａ1", "a1")]
)
def test_names_that_differ_in_form_only_are_one(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_different_names_stay_different() -> None:
    assert name_key("Billing") != name_key("Billing 2")


# --- descriptions and notes


def test_a_text_keeps_its_lines_and_signs() -> None:
    assert clean_text(" one\r\ntwo\rthree <b> `x` ", "description") == "one\ntwo\nthree <b> `x`"


def test_a_text_without_a_word_is_fine() -> None:
    assert clean_text("  ", "description") == ""


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\0", "\t", "\u3164"])
def test_a_text_hides_nothing(hidden: str) -> None:
    with pytest.raises(BadField, match=r"invisible character U\+"):
        clean_text(f"left{hidden}right", "description")


def test_a_text_that_is_too_long_is_refused_with_its_length() -> None:
    assert clean_text("x" * 500, "description") == "x" * 500
    with pytest.raises(BadField, match="501") as refused:
        clean_text("x" * 501, "storage_note")
    assert refused.value.field == "storage_note"
    with pytest.raises(BadField, match="under 10"):
        clean_text("x" * 11, "description", longest=10)
