"""The report of an incident: where its token was used, how long things took, what happened."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.actions.assess import expose
from core.actions.close import close
from core.actions.incident_report import incident_report
from core.actions.lead import hand_over_lead
from core.actions.steps import What, update, work_on
from core.evidence import Caller, Usage, UseCount
from core.incidents import report as reports
from core.incidents.as_html import as_html
from core.incidents.as_markdown import as_markdown
from core.incidents.document import Document, instant, span
from core.incidents.facts import Fact
from core.incidents.kinds import Exposed, Exposure
from core.incidents.report_document import report_document
from core.incidents.steps import Step
from core.incidents.times import times
from core.incidents.use_document import use_parts
from core.incidents.use_report import UseReport, use_report
from core.refusals import NotAllowed
from tests.core.examples import DAY, HOUR, NOW
from tests.core.ground import ADA, MAX, OLIVE, VERA, Ground, Hand
from tests.core.incident_ground import CHANNEL, REVOKE, an_incident, reported, use

OURS, THEIRS = Caller("gateway-1", "203.0.113.0/24", "curl"), Caller("gateway-1", "198.51.100.0/24", "x")
EXPOSED = Exposed(exposure=Exposure.PUBLIC, since=NOW - HOUR, where="A gist", link="https://gist.example/1")
NAMES = {ADA.id: "Ada Admin", MAX.id: "Max Manager"}


def used(
    at_first: timedelta, at_last: timedelta, caller: Caller, *, version: int = 1, refused: bool = False
) -> UseCount:
    return UseCount(
        tenant="T-HOME",
        integration_id="integration-1",
        token_id=f"token-{version}",
        caller=caller,
        first_at=NOW + at_first,
        last_at=NOW + at_last,
        count=3,
        refused=refused,
    )


def test_who_was_never_seen_in_the_month_before_is_new() -> None:
    long_ago = Caller("gateway-1", "192.0.2.0/24", "cron")
    usage = Usage(
        (
            used(-10 * DAY, DAY, OURS),
            used(-HOUR, DAY, THEIRS),
            used(-90 * DAY, -60 * DAY, long_ago, version=9),
            used(-HOUR, HOUR, long_ago),
            used(-HOUR, HOUR, Caller("gateway-2")),
        ),
        gateways={"gateway-1": "edge"},
    )
    report = use_report(replace(an_incident(), exposed=EXPOSED), usage)

    assert {each.caller: (each.new, each.since_before, each.gateway) for each in report.callers} == {
        THEIRS: (True, False, "edge"),
        long_ago: (True, False, "edge"),
        OURS: (False, True, "edge"),
        Caller("gateway-2"): (False, False, "gateway-2"),
    }
    assert [each.new for each in report.callers] == [True, True, False, False]


def test_what_was_refused_and_what_ended_before_stand_apart() -> None:
    usage = Usage((used(-DAY, -2 * HOUR, OURS), used(HOUR, 2 * HOUR, THEIRS, refused=True)))
    report = use_report(replace(an_incident(), exposed=EXPOSED), usage)

    assert (report.callers, [each.caller for each in report.refused]) == ((), [THEIRS])


def test_uses_of_several_suspects_by_one_caller_are_one_line() -> None:
    incident = an_incident()
    both = replace(incident, suspects=(*incident.suspects, replace(incident.suspects[0], id="token-2")))
    usage = Usage((used(HOUR, HOUR, OURS), used(2 * HOUR, 3 * HOUR, OURS, version=2)))
    (line,) = use_report(both, usage).callers

    assert (line.count, line.first_at, line.last_at) == (6, NOW + HOUR, NOW + 3 * HOUR)


def test_exposed_and_used_permissions_are_told_apart() -> None:
    incident = replace(an_incident(), scopes=frozenset({"a", "b", "c"}), exposed=EXPOSED)
    usage = Usage(scopes={"a": NOW, "b": NOW - DAY, "z": NOW})
    report = use_report(incident, usage)

    assert (report.used, report.unused) == (("a",), ("c",))
    assert [(each.scope, each.exposed) for each in report.scopes][-1] == ("z", False)


def test_without_an_exposure_it_counts_from_when_the_oldest_token_was_made() -> None:
    report = use_report(an_incident(), Usage())
    assert (report.since, report.known) == (NOW, False)
    assert use_report(replace(an_incident(), suspects=()), Usage()).since == NOW


def test_how_long_it_took() -> None:
    bare = times(replace(an_incident(), killed_at=None))
    assert (bare.detect, bare.contain, bare.rotate, bare.verify) == (None, None, None, None)
    incident = replace(an_incident(), exposed=EXPOSED, killed_at=NOW + timedelta(seconds=5))
    for step, after in ((Step.DELIVER, HOUR), (Step.QUIET, 2 * HOUR)):
        incident = incident.claim(step, "U-ADA", NOW + after)
    assert times(incident).verify is None
    took = times(incident.claim(Step.WATCH, "U-ADA", NOW + 3 * HOUR))
    assert (took.detect, took.contain) == (HOUR, timedelta(seconds=5))
    assert (took.rotate, took.verify) == (HOUR - timedelta(seconds=5), 3 * HOUR - timedelta(seconds=5))
    assert times(replace(incident, exposed=replace(EXPOSED, since=NOW + DAY))).detect == timedelta()


@pytest.mark.parametrize(
    ("length", "told"),
    [
        (None, "not known"),
        (timedelta(), "0 s"),
        (timedelta(seconds=59), "59 s"),
        (timedelta(hours=2, minutes=5, seconds=9), "2 h 5 min"),
        (timedelta(days=3), "3 d"),
    ],
)
def test_a_span_in_words(length: timedelta | None, told: str) -> None:
    assert span(length) == told
    assert instant(None) == "not known"


# --- the whole


async def an_ended_incident(ground: Ground, hand: Hand, name: str = "Billing") -> str:
    await ground.change_workspace(security_channel=CHANNEL)
    integration = await ground.settled(hand, name=name)
    await use(ground, integration, 1, OURS, ground.clock.now)
    ground.clock.pass_(DAY)
    began = ground.clock.now
    await use(ground, integration, 1, THEIRS, began)
    ground.clock.pass_(HOUR)
    incident = (await reported(ground, integration)).response.incident
    await expose(ground.tools, ADA, incident.id, replace(EXPOSED, since=began - timedelta(minutes=1)))
    await use(ground, integration, 1, THEIRS, ground.clock.now, refused=True)
    await work_on(ground.tools, ADA, incident.id, Step.TRACES, assignee=MAX.id)
    await work_on(ground.tools, MAX, incident.id, Step.TRACES, What.DONE)
    await hand_over_lead(ground.tools, ADA, incident.id, MAX.id)
    gist = "https://gist.example/1"
    await work_on(ground.tools, ADA, incident.id, Step.SOURCE, text="It was in a *gist*", link=gist)
    await update(ground.tools, ADA, incident.id, "Under control")
    await close(ground.tools, ADA, incident.id, reason="The rest is done elsewhere")
    return incident.id


async def test_somebody_who_was_not_there_can_read_what_happened(ground: Ground, hand: Hand) -> None:
    incident_id = await an_ended_incident(ground, hand)
    report = await incident_report(ground.tools, MAX, incident_id)
    told = as_markdown(report_document(report, NAMES))

    assert report.people == {ADA.id, MAX.id, OLIVE.id}
    for words in (
        "# Incident: Billing, P2",
        "Ada Admin reported at 2027-03-02 10:30:00 UTC that a token of “Billing” may be in wrong hands.",
        "1 caller used it since it was exposed, 1 of them never seen before; 1 caller tried it in vain.",
        "7 of 16 steps are done.",
        "| Exposure | Report | 1 h 1 min |",
        "1 of 1 callers had not been seen in the 30 days before",
        "| 198.51.100.0/24 | x | NEW |",
        "Evidence: somebody was refused",
        "Max Manager said so",
        "- 2027-03-02 10:30:00 UTC: Ada Admin killed every token (version 1); U-OLIVE is to get a new one.",
        r"It was in a \*gist\* (https://gist.example/1)",
        "The rest is done elsewhere",
        "No gateway said which permissions it asked for",
    ):
        assert words in told, words
    assert "U-ADA" not in told


async def test_an_open_one_says_so_and_what_was_undone(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    incident = (await reported(ground, integration, REVOKE)).response.incident
    turned = replace(incident.mark(Step.QUIET), turned=Fact.TRIED_AGAIN, turned_at=NOW)
    marks = {**incident.marks, Step.QUIET: turned}
    async with ground.tools.store.transaction(incident.tenant) as tx:
        await tx.incidents.keep(replace(incident, lead="", marks=marks, drill=True))
    report = await incident_report(ground.tools, ADA, incident.id)
    told = as_markdown(report_document(report, {}))

    for words in (
        "(drill)",
        "The incident is open.",
        "| Leader | nobody |",
        "Was done, then: the old token was tried",
        "Nobody: no suspected token was tried in vain.",
        "Nobody used it, as far as gateways told.",
    ):
        assert words in told, words


async def test_a_report_is_for_those_who_work_on_it(ground: Ground, hand: Hand) -> None:
    incident_id = await an_ended_incident(ground, hand)
    with pytest.raises(NotAllowed):
        await incident_report(ground.tools, VERA, incident_id)


async def test_a_long_record_is_cut_and_says_so(
    ground: Ground, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    incident_id = await an_ended_incident(ground, hand)
    monkeypatch.setattr(reports, "PAGE", 3)
    whole = await incident_report(ground.tools, ADA, incident_id)
    assert whole.all_entries
    monkeypatch.setattr(reports, "MOST_ENTRIES", 3)
    cut = await incident_report(ground.tools, ADA, incident_id)
    assert (len(cut.entries), cut.all_entries) == (3, False)
    assert "more on record" in as_markdown(report_document(cut, NAMES))
    assert len(whole.entries) > len(cut.entries)


def told_of_use(use: UseReport) -> str:
    return as_markdown(Document("Billing", tuple(use_parts(use))))


def test_permissions_that_nobody_asked_for_are_named() -> None:
    incident = replace(an_incident(), scopes=frozenset({"a", "b"}), exposed=EXPOSED)
    some_used = told_of_use(use_report(incident, Usage(scopes={"a": NOW})))
    assert "1 of 2 exposed permissions were asked for" in some_used
    assert "a new token can do without: b." in some_used
    all_used = Usage(scopes={"a": NOW, "b": NOW})
    assert "can do without" not in told_of_use(use_report(incident, all_used))


async def test_a_report_as_html_loads_nothing(ground: Ground, hand: Hand) -> None:
    incident_id = await an_ended_incident(ground, hand, name="R&D's (beta)")
    told = as_html(report_document(await incident_report(ground.tools, ADA, incident_id), NAMES))
    assert "<script" not in told

    assert "R&amp;D&#x27;s (beta)" in told
    assert "http" not in told.replace("https://gist.example/1", "").replace("http-equiv", "")
