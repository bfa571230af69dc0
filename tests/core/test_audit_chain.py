"""The chain of the audit record shows an edit, a gap, a cut end and a rewriting."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.audit import FIRST_LINK, Chain, Entry, Event, Flaw, Head, canonical, link
from tests.core.examples import HOUR, NOW

KEY = b"k" * 32
OTHER_KEY = b"o" * 32


def chained(count: int, key: bytes = KEY) -> list[Entry]:
    entries: list[Entry] = []
    before = FIRST_LINK
    for sequence in range(1, count + 1):
        bare = Entry(
            tenant="T-HOME",
            sequence=sequence,
            at=NOW + sequence * HOUR,
            actor="U-ADA",
            event=Event.INTEGRATION_EDIT,
            subject="integration-1",
            subject_name="Billing",
            details={"scopes_gained": ["invoices.write"], "days": sequence},
            key_id="key-1",
            link=b"",
        )
        before = link(key, before, bare)
        entries.append(replace(bare, link=before))
    return entries


def followed(entries: Sequence[Entry], key: bytes | None = KEY) -> tuple[Chain, Flaw | None]:
    chain = Chain("T-HOME")
    for entry in entries:
        flaw = chain.follow(entry, key)
        if flaw is not None:
            return chain, flaw
    return chain, None


def test_an_untouched_chain_holds_and_says_how_far_it_came() -> None:
    entries = chained(5)
    chain, flaw = followed(entries)
    assert flaw is None
    assert chain.head == Head("T-HOME", 5, entries[-1].link)
    assert Chain("T-HOME").head == Head("T-HOME", 0, FIRST_LINK)


EDITS: dict[str, Callable[[Entry], Entry]] = {
    "tenant": lambda entry: replace(entry, tenant="T-OTHER"),
    "instant": lambda entry: replace(entry, at=entry.at + timedelta(microseconds=1)),
    "actor": lambda entry: replace(entry, actor="U-BOB"),
    "event": lambda entry: replace(entry, event=Event.INTEGRATION_DELETE),
    "subject": lambda entry: replace(entry, subject="integration-2"),
    "name": lambda entry: replace(entry, subject_name="Billing "),
    "details": lambda entry: replace(entry, details={**entry.details, "days": 99}),
    "detail's type": lambda entry: replace(entry, details={**entry.details, "days": "3"}),
    "no details": lambda entry: replace(entry, details={}),
    "key id": lambda entry: replace(entry, key_id="key-2"),
    "link": lambda entry: replace(entry, link=bytes(32)),
    "short link": lambda entry: replace(entry, link=b""),
}


@pytest.mark.parametrize("place", [0, 2, 4])
@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edited_entry_is_named(edit: Callable[[Entry], Entry], place: int) -> None:
    entries = chained(5)
    entries[place] = edit(entries[place])
    _, flaw = followed(entries)
    assert flaw == Flaw("T-HOME", place + 1, "this entry, or the one before it, was changed")


@pytest.mark.parametrize("place", [0, 2])
def test_a_gap_is_named(place: int) -> None:
    entries = chained(5)
    del entries[place]
    _, flaw = followed(entries)
    assert flaw == Flaw("T-HOME", place + 1, f"entry {place + 1} is missing")


def test_two_entries_that_changed_places_are_noticed() -> None:
    first, second, *rest = chained(4)
    swapped = [replace(second, sequence=1), replace(first, sequence=2), *rest]
    assert followed(swapped)[1] == Flaw("T-HOME", 1, "this entry, or the one before it, was changed")


def test_an_entry_of_another_chain_does_not_fit() -> None:
    entries = [*chained(2), chained(3, OTHER_KEY)[2]]
    assert followed(entries)[1] == Flaw("T-HOME", 3, "this entry, or the one before it, was changed")


def test_a_key_that_is_not_here_is_said() -> None:
    _, flaw = followed(chained(1), key=None)
    assert flaw == Flaw("T-HOME", 1, "made with the key key-1, which is not here")


def test_a_cut_end_shows_against_a_head_that_was_noted() -> None:
    entries = chained(5)
    known = Head("T-HOME", 5, entries[4].link)
    chain, _ = followed(entries[:3])
    assert chain.ends_before(known, None) == Flaw("T-HOME", 4, "the end was cut: entry 5 was here before")


def test_a_rewriting_by_somebody_with_the_key_shows_against_a_head_that_was_noted() -> None:
    known = Head("T-HOME", 3, chained(3)[2].link)
    chain, flaw = followed(chained(5, OTHER_KEY), OTHER_KEY)
    assert flaw is None
    rewritten = chain.ends_before(known, chained(5, OTHER_KEY)[2].link)
    assert rewritten == Flaw("T-HOME", 3, "the chain was written anew since this entry was noted")


@pytest.mark.parametrize("noted", [1, 3, 5])
def test_a_chain_that_only_grew_agrees_with_every_head_that_was_noted(noted: int) -> None:
    entries = chained(5)
    chain, _ = followed(entries)
    known = Head("T-HOME", noted, entries[noted - 1].link)
    assert chain.ends_before(known, entries[noted - 1].link) is None


words = st.text(max_size=20)
details = st.dictionaries(
    words, words | st.integers() | st.booleans() | st.none() | st.lists(words, max_size=3)
)


@given(st.lists(st.tuples(words, words, words, details), min_size=2, max_size=2, unique_by=repr))
def test_different_entries_never_have_the_same_form(
    facts: list[tuple[str, str, str, dict[str, str]]],
) -> None:
    """No two entries that differ may look alike to the chain, however their fields are cut."""
    entry = chained(1)[0]
    one, other = (
        replace(entry, actor=actor, subject=subject, subject_name=name, details=details)
        for actor, subject, name, details in facts
    )
    assert canonical(one) != canonical(other)


def test_the_order_of_details_does_not_matter() -> None:
    entry = chained(1)[0]
    turned = replace(entry, details=dict(reversed([*entry.details.items()])))
    assert canonical(turned) == canonical(entry)


@pytest.mark.parametrize("event", list(Event))
def test_event_names_have_one_shape(event: Event) -> None:
    subject, verb = event.split(":")
    assert subject.isidentifier()
    assert verb.isidentifier()
