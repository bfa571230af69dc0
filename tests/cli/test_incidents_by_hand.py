"""`latchkey revoke --compromised` and `latchkey incidents`: an incident without Slack."""

import json
from datetime import UTC, datetime

import pytest

from core.audit import OPERATOR
from core.incidents.incident import Incident
from core.incidents.steps import Step
from core.notices import Kind
from storage.database import Database
from tests.cli.commands import Latchkey, settings
from tests.cli.filled import Filled
from tests.storage.making import TENANT, a_secret, days


async def _incidents(database: Database) -> list[Incident]:
    async with database.store.reading(TENANT) as reading:
        return [*await reading.incidents.latest()]


async def _waiting(database: Database) -> set[Kind]:
    tomorrow = datetime.now(UTC) + days(1)
    found = await database.outbox.due(tomorrow, 100)
    return {each.notice.kind for each in found}


@pytest.mark.parametrize("by", ["name", "token"])
def test_every_token_dies_and_a_checklist_waits_for_slack(
    by: str, latchkey: Latchkey, filled: Filled
) -> None:
    words, stdin = (["Billing sync"], "") if by == "name" else (["--token-stdin"], filled.secret.reveal())
    ended = latchkey("revoke", *words, "--compromised", stdin=stdin, **settings(filled.folder))

    (incident,) = filled.ask(_incidents)
    assert ended.code == 0
    assert incident.id in ended.out
    assert filled.secret.reveal() not in ended.out + ended.err
    assert (incident.opened_by, incident.lead, incident.by_digest) == (OPERATOR, "", by == "token")
    assert not filled.accepts()
    assert filled.ask(_waiting) >= {Kind.INCIDENT, Kind.INCIDENT_OWNER}


def test_a_token_of_somebody_else_opens_nothing(latchkey: Latchkey, filled: Filled) -> None:
    stdin = a_secret().reveal()
    ended = latchkey("revoke", "--token-stdin", "--compromised", stdin=stdin, **settings(filled.folder))
    assert (ended.code, filled.ask(_incidents)) == (1, [])


def test_incidents_can_be_looked_at(latchkey: Latchkey, filled: Filled) -> None:
    none = latchkey("incidents", "list", **settings(filled.folder))
    assert (none.code, none.out) == (0, "There are no incidents.\n")
    latchkey("revoke", "Billing sync", "--compromised", **settings(filled.folder))
    listed = latchkey("incidents", "list", **settings(filled.folder))
    assert "Billing sync" in listed.out
    (plain,) = json.loads(latchkey("incidents", "list", "--json", **settings(filled.folder)).out)
    assert (plain["integration"], plain["steps"][Step.CONTAIN]) == ("Billing sync", "claimed")

    shown = latchkey("incidents", "show", plain["id"], **settings(filled.folder))
    assert "Contain it" in shown.out
    as_json = latchkey("incidents", "show", plain["id"], "--json", **settings(filled.folder))
    assert json.loads(as_json.out) == plain
    missing = latchkey("incidents", "show", "nothing", **settings(filled.folder))
    assert (missing.code, missing.err) == (1, "That incident is not here.\n")


def test_its_report_can_be_printed(latchkey: Latchkey, filled: Filled) -> None:
    latchkey("revoke", "Billing sync", "--compromised", **settings(filled.folder))
    (incident,) = filled.ask(_incidents)
    told = latchkey("incidents", "report", incident.id, **settings(filled.folder))
    page = latchkey("incidents", "report", incident.id, "--html", **settings(filled.folder))

    assert told.out.startswith("# Incident: Billing sync, P2\n")
    assert "An operator reported a compromise" in told.out
    assert page.out.startswith("<!doctype html>")
