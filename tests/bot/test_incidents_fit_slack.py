"""Whatever people typed into an incident, its messages and forms fit into Slack, and ping nobody."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.blocks import as_json
from bot.incidents import change_form, close_form, lead_form, step_form, update_form
from bot.incidents.card import card
from bot.incidents.notices import WORDS_OF
from bot.incidents.report_form import report_form
from bot.incidents.use_view import use_view
from core.evidence import Caller, Usage, UseCount
from core.incidents.facts import Fact
from core.incidents.incident import Incident
from core.incidents.kinds import Exposed, Exposure, Note, PersonalData, Severity
from core.incidents.report import Report
from core.incidents.steps import STEPS, Mark
from core.incidents.times import times
from core.incidents.use_report import use_report
from core.notices import Kind, Notice
from sandbox.blocks import problems_in_message, problems_in_update
from tests.bot.sights import CATALOGUE, HOSTILE, LONG_NAME, problems
from tests.core.examples import NOW, an_integration, current
from tests.core.incident_ground import an_incident

PERSON = "U" + "X" * 12
UPDATE = {"channel": "C0SECURIT", "ts": "1.000001"}
MARKS = {
    "open": Mark(assignee=PERSON),
    "claimed": Mark(claimed_by=PERSON, claimed_at=NOW),
    "evident": Mark(fact=Fact.WORKING, evident_at=NOW),
    "turned": Mark(assignee=PERSON, turned=Fact.STILL_GOOD, turned_at=NOW),
}


def parsed(content: dict[str, Any]) -> str:
    """All that Slack looks for commands in: plain text is shown to the letter."""
    texts = [block.get("text") or {} for block in content["blocks"]]
    return "\n".join([content["text"], *(each["text"] for each in texts if each.get("type") == "mrkdwn")])


def the_worst(mark: Mark, **changes: Any) -> Incident:
    exposed = Exposed(
        exposure=Exposure.PUBLIC, since=NOW, where=HOSTILE[:200], link=f"https://example.org/{'x' * 180}"
    )
    return an_incident(
        name=LONG_NAME,
        lead=PERSON,
        severity=Severity.P1,
        exposed=exposed,
        personal_data=PersonalData.YES,
        marks=dict.fromkeys(STEPS, mark),
        notes=(Note(by=PERSON, at=NOW, text=HOSTILE[:500], link=exposed.link),),
        **changes,
    )


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("changes", [{}, {"quarantined_at": NOW}, {"closed_at": NOW, "closed_by": PERSON}])
def test_a_checklist_can_be_posted_and_drawn_again(mark: str, changes: dict[str, Any]) -> None:
    said = card(the_worst(MARKS[mark], **changes), NOW)
    content = {"text": said.text, "blocks": as_json(said.blocks)}

    assert problems_in_message({"channel": "C0SECURIT", **content}) == []
    assert problems_in_update({**UPDATE, **content}) == []
    assert "<!channel>" not in parsed(content)


@pytest.mark.parametrize("kind", WORDS_OF)
@pytest.mark.parametrize("mark", ["open", "turned"])
def test_each_notice_fits_and_says_the_same_in_text(kind: Kind, mark: str) -> None:
    incident = the_worst(MARKS[mark])
    facts = {"step": "watch", "fact": "new_caller", "by": PERSON, "hours": "23", "last": "yes", "number": "0"}
    facts |= {"event": "incident:note", "what": "note", "note": "0"}
    said = WORDS_OF[kind](incident, Notice(kind=kind, to=PERSON, integration_id="i", facts=facts), NOW)

    assert said is not None
    content = {"channel": "C0SECURIT", "text": said.text, "blocks": as_json(said.blocks)}
    assert problems_in_message(content) == []
    assert "<!channel>" not in parsed(content)


def test_the_forms_fit() -> None:
    incident = the_worst(MARKS["turned"])
    against = dict.fromkeys(STEPS, f"{close_form.AGAINST}: a suspected token was still good, {NOW}")
    for view in (
        step_form.form(incident, STEPS[0]),
        lead_form.form(incident, PERSON),
        change_form.form(incident),
        update_form.form(incident),
        close_form.form(incident, against),
        close_form.form(incident, {}),
    ):
        assert problems(view) == []


@pytest.mark.parametrize("found", [None, current(1), current(9)])
@pytest.mark.parametrize("may_choose", [True, False])
def test_the_dialog_fits_with_every_permission_there_is(found: Any, may_choose: bool) -> None:
    everything = frozenset(CATALOGUE.permissions) | {"unknown.write"}
    for integration in (
        an_integration(current(), name=LONG_NAME, scopes=everything),
        an_integration(name=LONG_NAME, scopes=everything),
    ):
        view = report_form(integration, Usage(), CATALOGUE, "x" * 32, NOW, found=found, may_choose=may_choose)
        assert problems(view) == []


def used(number: int, *, refused: bool) -> UseCount:
    return UseCount(
        tenant="T-HOME",
        integration_id="integration-1",
        token_id="token-1",
        caller=Caller("gateway-1", f"203.0.{number}.0/24", "a" * 100),
        refused=refused,
        first_at=NOW,
        last_at=NOW + timedelta(minutes=number),
        count=10**9,
    )


def test_where_it_was_used_fits_with_hundreds_of_callers_and_permissions() -> None:
    scopes = {scope: NOW + timedelta(hours=1) for scope in CATALOGUE.permissions}
    counts = tuple(used(number, refused=refused) for number in range(250) for refused in (True, False))
    usage = Usage(counts=counts, scopes=scopes | {f"beyond-{n}.write": NOW for n in range(99)})
    for exposed in (frozenset(scopes), frozenset[str](), frozenset({f"unused-{n}" for n in range(99)})):
        incident = replace(the_worst(MARKS["open"]), scopes=exposed)
        report = Report(incident, use_report(incident, usage), times(incident), (), all_entries=True)
        assert problems(use_view(report, NOW + timedelta(days=1))) == []
