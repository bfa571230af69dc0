"""`latchkey reminders preview` says who will be told what, and when, if nobody rotates anything."""

import json
from datetime import datetime, timedelta

import pytest

from core.actor import Role
from core.workspace import Workspace
from storage.database import Database
from tests.cli.commands import Latchkey, settings
from tests.cli.filled import Filled
from tests.storage.making import TENANT

CHANNEL, ADMIN = "C0SECURITY", "U0ADMIN"


@pytest.fixture
def office(filled: Filled) -> Filled:
    """With a channel, and an admin."""

    async def furnished(database: Database) -> None:
        async with database.store.transaction(TENANT) as tx:
            here = Workspace(tenant=TENANT, security_channel=CHANNEL, time_zone="Europe/Berlin")
            await tx.set_workspace(here, by="UADA")
            await tx.set_role(ADMIN, Role.ADMIN, by="UADA")

    filled.ask(furnished)
    return filled


def test_every_stage_of_the_coming_months_is_listed_with_its_readers(
    latchkey: Latchkey, office: Filled
) -> None:
    ended = latchkey("reminders", "preview", "--days", "120", "--json", **settings(office.folder))
    listed = json.loads(ended.out)
    due = office.integration.due_at
    assert due is not None
    assert {each["name"] for each in listed} == {"Billing sync"}
    assert [each["at"] for each in listed] == sorted(each["at"] for each in listed)
    to_owner = [each["days_left"] for each in listed if each["as"] == "owner"]
    # On which weekday it falls depends on the day of this test; stages that meet on a Friday merge.
    assert {30, 14, 7, 0, -1, -3, -7, -14, -21} <= set(to_owner)
    assert to_owner == sorted(set(to_owner), reverse=True)
    assert [(each["days_left"], each["to"]) for each in listed if each["as"] == "channel"] == [(0, CHANNEL)]
    assert [(each["days_left"], each["to"]) for each in listed if each["as"] == "admin"] == [(-3, ADMIN)]
    first = datetime.fromisoformat(listed[0]["at"])
    assert timedelta(days=29) < due - first < timedelta(days=34)


def test_people_get_a_table(latchkey: Latchkey, office: Filled) -> None:
    ended = latchkey("reminders", "preview", "--days", "70", **settings(office.folder))
    assert ended.code == 0
    assert "Days left" in ended.out
    assert "UOWNER" in ended.out


def test_a_quiet_month_is_said_to_be_one(latchkey: Latchkey, office: Filled) -> None:
    ended = latchkey("reminders", "preview", **settings(office.folder))
    assert ended.out == "Nobody will be reminded of anything within 30 days.\n"
