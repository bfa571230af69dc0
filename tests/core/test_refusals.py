"""Each "no" is a sentence that a person may read, and a code that a machine may."""

import inspect
from datetime import datetime

import pytest

from core import refusals
from core.refusals import BadField, BadForm, OfIntegration, Overtaken, Refused, UnknownIntegration
from tests.core.examples import NOW

BASES = {Refused, OfIntegration}
KINDS = [
    kind
    for _, kind in inspect.getmembers(refusals, inspect.isclass)
    if issubclass(kind, Refused) and kind not in BASES
]
ARGUMENTS: dict[str, object] = {
    "name": "Billing",
    "by": "U-ADA",
    "at": NOW,
    "field": "name",
    "sentence": "Please choose another name.",
    "problems": (BadField("name", "Please choose another name."),),
}


def example(kind: type[Refused]) -> Refused:
    parameters = inspect.signature(kind).parameters.values()
    given = {it.name: ARGUMENTS[it.name] for it in parameters if it.default is inspect.Parameter.empty}
    return kind(**given)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_refusal_is_a_sentence_of_plain_words(kind: type[Refused]) -> None:
    sentence = str(example(kind))
    assert sentence[0].isupper() or sentence[0] == "“"
    assert sentence.endswith((".", "Billing"))
    assert "{" not in sentence


def test_no_two_refusals_share_a_code() -> None:
    codes = [kind.code for kind in KINDS]
    assert len(codes) == len(set(codes))
    assert "refused" not in codes


def test_what_is_unknown_says_the_same_for_missing_deleted_and_foreign() -> None:
    assert str(UnknownIntegration()) == "That integration is not here."
    assert str(UnknownIntegration("Biling")) == "There is no integration called “Biling” here."


@pytest.mark.parametrize(
    ("suggestions", "hint"),
    [
        (("Billing",), "Did you mean “Billing”?"),
        (("Billing", "Bowling"), "Did you mean “Billing” or “Bowling”?"),
        (("A", "B", "C"), "Did you mean “A”, “B” or “C”?"),
    ],
)
def test_a_mistyped_name_gets_suggestions(suggestions: tuple[str, ...], hint: str) -> None:
    refused = UnknownIntegration("Biling", suggestions)
    assert str(refused).endswith(hint)
    assert refused.suggestions == suggestions


def test_the_loser_can_be_told_who_won_and_when() -> None:
    refused = Overtaken("Billing", "U-BOB", NOW)
    facts: tuple[str, str, datetime] = (refused.name, refused.by, refused.at)
    assert facts == ("Billing", "U-BOB", NOW)


def test_a_form_with_two_mistakes_says_both() -> None:
    refused = BadForm((BadField("name", "Too long."), BadField("scopes", "Choose one.")))
    assert str(refused) == "Too long. Choose one."
    assert [problem.field for problem in refused.problems] == ["name", "scopes"]
